// Layers, losses and packed sequences: one libtorch call per export.
#include "shim.h"

// Row-major shapes as PyTorch documents them; bias may be null.
ASR_TENSOR(asr_linear, (Handle input, Handle weight, Handle bias), at::linear(*input, *weight, asr_optional(bias)))

ASR_TENSOR(asr_conv2d,
           (Handle input, Handle weight, Handle bias, LongList stride, LongList padding, LongList dilation, int64_t groups),
           at::conv2d(*input, *weight, asr_optional(bias), stride, at::IntArrayRef(padding), dilation, groups))

ASR_TENSOR(asr_layer_norm, (Handle input, LongList shape, Handle weight, Handle bias, double epsilon),
           at::layer_norm(*input, shape, asr_optional(weight), asr_optional(bias), epsilon))

ASR_TENSOR(asr_dropout, (Handle input, double probability, uint8_t training), at::dropout(*input, probability, training != 0))

ASR_STATUS(asr_dropout_, (Handle input, double probability, uint8_t training), at::dropout_(*input, probability, training != 0))

ASR_STATUS(asr_relu_, (Handle input), at::relu_(*input))

// mode: constant, reflect, replicate or circular; the value counts for constant only.
ASR_TENSOR(asr_pad, (Handle input, LongList pad, const char* mode, double value),
           at::pad(*input, pad, mode,
                   std::strcmp(mode, "constant") == 0 ? Optional<double>(value) : Optional<double>()))

ASR_TENSOR(asr_one_hot, (Handle input, int64_t classes), at::one_hot(*input, classes))

// libtorch wants the lengths on the host whatever the device of the log-probs, and the concatenated targets too on the CPU path.
ASR_TENSOR(asr_ctc_loss,
           (Handle log_probs, Handle targets, Handle input_lengths, Handle target_lengths, int64_t blank, int64_t reduction,
            uint8_t zero_infinity),
           at::ctc_loss(*log_probs, *targets, input_lengths->to(at::kCPU, at::kLong), target_lengths->to(at::kCPU, at::kLong), blank,
                        reduction, zero_infinity != 0))

namespace {

// A recurrent layer over whole sequences, as at::gru and at::lstm take it.
struct RecurrentSpec {  // its twin: Interop/NativeMethods.nn.cs
  int64_t layers;
  double dropout;
  uint8_t biases;
  uint8_t training;
  uint8_t bidirectional;
  uint8_t batch_first;
};

template <typename Tuple, size_t... index>
TensorVector tensors_of(Tuple&& tuple, std::index_sequence<index...>) {
  return TensorVector{std::get<index>(tuple)...};
}

template <typename... Tensors>
TensorVector tensors_of(std::tuple<Tensors...>&& tuple) {
  return tensors_of(std::move(tuple), std::index_sequence_for<Tensors...>());
}

}  // namespace

ASR_TENSORS(asr_gru, (Handle input, Handle hidden, TensorList weights, RecurrentSpec spec),
            tensors_of(at::gru(*input, *hidden, asr_unwrap(weights), spec.biases != 0, spec.layers, spec.dropout, spec.training != 0,
                               spec.bidirectional != 0, spec.batch_first != 0)))

ASR_TENSORS(asr_gru_packed, (Handle data, Handle batch_sizes, Handle hidden, TensorList weights, RecurrentSpec spec),
            tensors_of(at::gru(*data, *batch_sizes, *hidden, asr_unwrap(weights), spec.biases != 0, spec.layers, spec.dropout,
                               spec.training != 0, spec.bidirectional != 0)))

ASR_TENSORS(asr_lstm, (Handle input, Handle hidden, Handle cell, TensorList weights, RecurrentSpec spec),
            tensors_of(at::lstm(*input, TensorVector{*hidden, *cell}, asr_unwrap(weights), spec.biases != 0, spec.layers, spec.dropout,
                                spec.training != 0, spec.bidirectional != 0, spec.batch_first != 0)))

ASR_TENSORS(asr_lstm_packed,
            (Handle data, Handle batch_sizes, Handle hidden, Handle cell, TensorList weights, RecurrentSpec spec),
            tensors_of(at::lstm(*data, *batch_sizes, TensorVector{*hidden, *cell}, asr_unwrap(weights), spec.biases != 0, spec.layers,
                                spec.dropout, spec.training != 0, spec.bidirectional != 0)))

ASR_TENSOR(asr_gru_cell,
           (Handle input, Handle hidden, Handle weight_ih, Handle weight_hh, Handle bias_ih, Handle bias_hh),
           at::gru_cell(*input, *hidden, *weight_ih, *weight_hh, asr_optional(bias_ih), asr_optional(bias_hh)))

ASR_TENSORS(asr_lstm_cell,
            (Handle input, Handle hidden, Handle cell, Handle weight_ih, Handle weight_hh, Handle bias_ih, Handle bias_hh),
            tensors_of(at::lstm_cell(*input, TensorVector{*hidden, *cell}, *weight_ih, *weight_hh, asr_optional(bias_ih),
                                     asr_optional(bias_hh))))

// Gives data and batch_sizes; the sequences are sorted by falling length already.
ASR_TENSORS(asr_pack_padded_sequence, (Handle input, Handle lengths, uint8_t batch_first),
            tensors_of(at::_pack_padded_sequence(*input, lengths->to(at::kCPU, at::kLong), batch_first != 0)))

// Gives the padded sequences and their lengths; total_length 0 pads to the longest.
ASR_TENSORS(asr_pad_packed_sequence, (Handle data, Handle batch_sizes, uint8_t batch_first, double value, int64_t total_length),
            tensors_of(at::_pad_packed_sequence(*data, *batch_sizes, batch_first != 0, value, total_length)))

ASR_TENSOR(asr_pad_sequence, (TensorList sequences, uint8_t batch_first, double value),
           at::pad_sequence(asr_unwrap(sequences), batch_first != 0, value))

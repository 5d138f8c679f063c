// Packing and padding of sequences.
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                // lengths: one for each sequence, all above 0; sorted from long to short unless enforce_sorted is false.
                public static PackedSequence pack_padded_sequence(
                    Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    if (enforce_sorted)
                    {
                        return Pack(input, lengths, batch_first, null, null);
                    }

                    using var host = lengths.cpu();
                    using var scope = NewDisposeScope();
                    var order = host.argsort(0, descending: true);
                    var sortedLengths = host.index_select(0, order);
                    order = order.to(input.device);
                    var sortedInput = input.index_select(batch_first ? 0 : 1, order);
                    return Pack(sortedInput, sortedLengths, batch_first, order, order.argsort(0)).MoveToOuterDisposeScope();
                }

                // The sequences are (T, *).
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    var list = sequences.ToList();
                    using var lengths = tensor(list.Select(sequence => sequence.shape[0]).ToArray());
                    using var padded = pad_sequence(list);
                    return pack_padded_sequence(padded, lengths, batch_first: false, enforce_sorted);
                }

                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0) =>
                    NativeMethods.asr_pad_sequence(TensorList.Of(sequences), batch_first.Flag(), padding_value);

                // Gives the padded sequences and their lengths, in the order in which they were packed.
                public static (Tensor, Tensor) pad_packed_sequence(
                    PackedSequence sequence, bool batch_first = false, double padding_value = 0, long? total_length = null)
                {
                    if (total_length is { } total && total < sequence.batch_sizes.numel())
                    {
                        throw new ArgumentException(
                            $"The longest sequence has {sequence.batch_sizes.numel()} steps; total_length is {total}.");
                    }

                    var results = NativeMethods.asr_pad_packed_sequence(
                        sequence.data, sequence.batch_sizes, batch_first.Flag(), padding_value, total_length ?? 0);
                    var (padded, lengths) = (results[0], results[1]);
                    if (sequence.unsorted_indices is null)
                    {
                        return (padded, lengths);
                    }

                    using (padded)
                    using (lengths)
                    using (var order = sequence.unsorted_indices.cpu())
                    {
                        return (padded.index_select(batch_first ? 0 : 1, sequence.unsorted_indices), lengths.index_select(0, order));
                    }
                }

                private static PackedSequence Pack(Tensor input, Tensor lengths, bool batchFirst, Tensor? sorted, Tensor? unsorted)
                {
                    var results = NativeMethods.asr_pack_padded_sequence(input, lengths, batchFirst.Flag());
                    return new PackedSequence(results[0], results[1], sorted, unsorted);
                }
            }
        }
    }
}

// The same elements in another shape, parts of a tensor, and tensors put together.
#include "shim.h"

ASR_TENSOR(asr_view, (Handle self, LongList size), self->view(size))
ASR_TENSOR(asr_reshape, (Handle self, LongList size), self->reshape(size))
ASR_TENSOR(asr_flatten, (Handle self, int64_t start, int64_t end), self->flatten(start, end))
ASR_TENSOR(asr_unflatten, (Handle self, int64_t dim, LongList sizes), self->unflatten(dim, sizes))
ASR_TENSOR(asr_transpose, (Handle self, int64_t dim0, int64_t dim1), self->transpose(dim0, dim1))
ASR_TENSOR(asr_permute, (Handle self, LongList dims), self->permute(dims))
ASR_TENSOR(asr_t, (Handle self), self->t())
ASR_TENSOR(asr_numpy_T, (Handle self), self->numpy_T())
ASR_TENSOR(asr_mT, (Handle self), self->mT())
ASR_TENSOR(asr_expand, (Handle self, LongList sizes, uint8_t implicit), self->expand(sizes, implicit != 0))
ASR_TENSOR(asr_expand_as, (Handle self, Handle other), self->expand_as(*other))
ASR_TENSOR(asr_unsqueeze, (Handle self, int64_t dim), self->unsqueeze(dim))
ASR_TENSOR(asr_squeeze, (Handle self), self->squeeze())
ASR_TENSOR(asr_squeeze_dim, (Handle self, int64_t dim), self->squeeze(dim))
ASR_TENSOR(asr_unfold, (Handle self, int64_t dim, int64_t size, int64_t step), self->unfold(dim, size, step))
ASR_TENSOR(asr_narrow, (Handle self, int64_t dim, int64_t start, int64_t length), self->narrow(dim, start, length))
ASR_TENSOR(asr_slice, (Handle self, int64_t dim, int64_t start, int64_t end, int64_t step), self->slice(dim, start, end, step))
ASR_TENSOR(asr_select, (Handle self, int64_t dim, int64_t index), self->select(dim, index))
ASR_TENSOR(asr_view_as_real, (Handle self), at::view_as_real(*self))
ASR_TENSOR(asr_view_as_complex, (Handle self), at::view_as_complex(*self))

ASR_TENSOR(asr_flip, (Handle self, LongList dims), self->flip(dims))
ASR_TENSOR(asr_roll, (Handle self, LongList shifts, LongList dims), self->roll(shifts, dims))
ASR_TENSOR(asr_repeat, (Handle self, LongList sizes), self->repeat(sizes))
ASR_TENSOR(asr_tile, (Handle self, LongList repetitions), self->tile(at::IntArrayRef(repetitions)))
ASR_TENSOR(asr_repeat_interleave, (Handle self, Handle repeats, const int64_t* dim),
           self->repeat_interleave(*repeats, dim == nullptr ? Optional<int64_t>() : Optional<int64_t>(*dim)))
ASR_TENSOR(asr_tril, (Handle self, int64_t diagonal), self->tril(diagonal))
ASR_TENSOR(asr_triu, (Handle self, int64_t diagonal), self->triu(diagonal))

ASR_TENSOR(asr_index_select, (Handle self, int64_t dim, Handle index), self->index_select(dim, *index))
ASR_TENSOR(asr_gather, (Handle self, int64_t dim, Handle index), self->gather(dim, *index))
ASR_TENSOR(asr_scatter, (Handle self, int64_t dim, Handle index, Handle source), self->scatter(dim, *index, *source))
ASR_STATUS(asr_scatter_, (Handle self, int64_t dim, Handle index, Handle source), self->scatter_(dim, *index, *source))
ASR_TENSOR(asr_masked_fill, (Handle self, Handle mask, ScalarValue value), self->masked_fill(*mask, value))
ASR_STATUS(asr_masked_fill_, (Handle self, Handle mask, ScalarValue value), self->masked_fill_(*mask, value))
ASR_TENSOR(asr_masked_select, (Handle self, Handle mask), self->masked_select(*mask))
ASR_TENSOR(asr_nonzero, (Handle self), self->nonzero())
ASR_TENSOR(asr_where, (Handle condition, Handle x, Handle y), at::where(*condition, *x, *y))
ASR_TENSORS(asr_where_indices, (Handle condition), at::where(*condition))

ASR_TENSOR(asr_cat, (TensorList tensors, int64_t dim), at::cat(asr_unwrap(tensors), dim))
ASR_TENSOR(asr_stack, (TensorList tensors, int64_t dim), at::stack(asr_unwrap(tensors), dim))
ASR_TENSOR(asr_hstack, (TensorList tensors), at::hstack(asr_unwrap(tensors)))
ASR_TENSOR(asr_vstack, (TensorList tensors), at::vstack(asr_unwrap(tensors)))
ASR_TENSORS(asr_split, (Handle self, int64_t size, int64_t dim), self->split(size, dim))
ASR_TENSORS(asr_split_with_sizes, (Handle self, LongList sizes, int64_t dim), self->split_with_sizes(sizes, dim))
ASR_TENSORS(asr_chunk, (Handle self, int64_t chunks, int64_t dim), self->chunk(chunks, dim))
ASR_TENSORS(asr_unbind, (Handle self, int64_t dim), self->unbind(dim))

namespace {

enum IndexKind : int64_t { kNone = 0, kEllipsis = 1, kInteger = 2, kBoolean = 3, kSlice = 4, kTensor = 5 };

// Twin of NativeIndex in Interop/NativeTypes.cs: kNone adds an axis; kInteger and kBoolean use start. A bound of a slice that is left
// out comes as 0, INT64_MAX and 1.
struct IndexValue {
  int64_t kind, start, stop, step;
  Handle tensor;
};

std::vector<at::indexing::TensorIndex> indices_of(const IndexValue* values, int64_t count) {
  std::vector<at::indexing::TensorIndex> indices;
  indices.reserve(static_cast<size_t>(count));
  for (const IndexValue* value = values; value != values + count; ++value) {
    switch (value->kind) {
      case kNone: indices.emplace_back(at::indexing::None); break;
      case kEllipsis: indices.emplace_back(at::indexing::Ellipsis); break;
      case kInteger: indices.emplace_back(value->start); break;
      case kBoolean: indices.emplace_back(value->start != 0); break;
      case kSlice: indices.emplace_back(at::indexing::Slice(value->start, value->stop, value->step)); break;
      default: indices.emplace_back(*value->tensor);
    }
  }
  return indices;
}

} // namespace

ASR_TENSOR(asr_index, (Handle self, const IndexValue* values, int64_t count), self->index(indices_of(values, count)))

ASR_STATUS(asr_index_put_, (Handle self, const IndexValue* values, int64_t count, Handle source),
           self->index_put_(indices_of(values, count), *source))

ASR_STATUS(asr_index_put_scalar_, (Handle self, const IndexValue* values, int64_t count, ScalarValue source),
           self->index_put_(indices_of(values, count), static_cast<at::Scalar>(source)))

// Adds where indices repeat; index tensors only.
ASR_STATUS(asr_index_put_accumulate_, (Handle self, TensorList indices, Handle source, uint8_t accumulate), {
  c10::List<Optional<at::Tensor>> list;
  for (at::Tensor& index : asr_unwrap(indices)) list.push_back(std::move(index));
  self->index_put_(list, *source, accumulate != 0);
})

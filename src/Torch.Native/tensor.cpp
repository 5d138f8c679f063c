// Tensors: life, what they are, how they are made, moved and read. Shapes and indexing are in shape.cpp.
#include "shim.h"

ASR_EXPORT(void, , asr_tensor_free, (Handle tensor), { delete tensor.pointer; })

// Bytes that go when this handle goes, so far as can be told cheaply: nothing for another handle of a known tensor or for a view; the
// whole storage for a fresh result, which a graph may have saved already.
ASR_EXPORT(int64_t, 0, asr_tensor_owned_bytes, (Handle tensor), {
  const c10::TensorImpl* impl = tensor->unsafeGetTensorImpl();
  if (!impl->has_storage() || tensor->use_count() > 1) return 0;
  const c10::Storage& storage = impl->unsafe_storage();
  if (storage.use_count() > 1 && (!impl->requires_grad() || impl->storage_offset() != 0 || tensor->is_view())) return 0;
  return static_cast<int64_t>(storage.nbytes());
})

// What it is.
ASR_EXPORT(int64_t, -1, asr_dim, (Handle tensor), { return tensor->dim(); })
ASR_EXPORT(int64_t, -1, asr_numel, (Handle tensor), { return tensor->numel(); })
ASR_EXPORT(int64_t, -1, asr_element_size, (Handle tensor), { return tensor->element_size(); })
ASR_EXPORT(int64_t, -1, asr_storage_offset, (Handle tensor), { return tensor->storage_offset(); })
ASR_EXPORT(int32_t, -1, asr_dtype, (Handle tensor), { return static_cast<int32_t>(tensor->scalar_type()); })
ASR_EXPORT(int32_t, -1, asr_device_type, (Handle tensor), { return static_cast<int32_t>(tensor->device().type()); })
ASR_EXPORT(int32_t, -1, asr_device_index, (Handle tensor), { return tensor->device().index(); })
ASR_EXPORT(int32_t, 0, asr_is_contiguous, (Handle tensor), { return tensor->is_contiguous() ? 1 : 0; })
ASR_EXPORT(int32_t, 0, asr_is_pinned, (Handle tensor), { return tensor->is_pinned() ? 1 : 0; })
ASR_EXPORT(int32_t, 0, asr_requires_grad, (Handle tensor), { return tensor->requires_grad() ? 1 : 0; })
ASR_EXPORT(int32_t, 0, asr_is_leaf, (Handle tensor), { return tensor->is_leaf() ? 1 : 0; })
ASR_EXPORT(void*, nullptr, asr_data_ptr, (Handle tensor), { return tensor->data_ptr(); })

ASR_EXPORT(int32_t, 1, asr_sizes, (Handle tensor, int64_t* sizes), {
  std::memcpy(sizes, tensor->sizes().data(), sizeof(int64_t) * tensor->sizes().size());
  return 0;
})

ASR_EXPORT(int32_t, 1, asr_strides, (Handle tensor, int64_t* strides), {
  std::memcpy(strides, tensor->strides().data(), sizeof(int64_t) * tensor->strides().size());
  return 0;
})

ASR_STATUS(asr_get_default_dtype, (int32_t* dtype), *dtype = static_cast<int32_t>(c10::typeMetaToScalarType(c10::get_default_dtype())))
ASR_STATUS(asr_set_default_dtype, (int32_t dtype), c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(dtype))))

// How it is made.
#define ASR_FACTORY(name, arguments, ...) ASR_TENSOR(name, arguments, asr_requiring(__VA_ARGS__, options))

ASR_FACTORY(asr_empty, (LongList size, TensorOptionsValue options), at::empty(size, asr_options(options)))
ASR_FACTORY(asr_zeros, (LongList size, TensorOptionsValue options), at::zeros(size, asr_options(options)))
ASR_FACTORY(asr_ones, (LongList size, TensorOptionsValue options), at::ones(size, asr_options(options)))
ASR_FACTORY(asr_full, (LongList size, ScalarValue value, TensorOptionsValue options), at::full(size, value, asr_options(options)))
ASR_FACTORY(asr_empty_like, (Handle self, TensorOptionsValue options), at::empty_like(*self, asr_options(options)))
ASR_FACTORY(asr_zeros_like, (Handle self, TensorOptionsValue options), at::zeros_like(*self, asr_options(options)))
ASR_FACTORY(asr_ones_like, (Handle self, TensorOptionsValue options), at::ones_like(*self, asr_options(options)))
ASR_FACTORY(asr_full_like, (Handle self, ScalarValue value, TensorOptionsValue options),
            at::full_like(*self, value, asr_options(options)))
ASR_FACTORY(asr_eye, (int64_t rows, int64_t columns, TensorOptionsValue options), at::eye(rows, columns, asr_options(options)))
ASR_FACTORY(asr_linspace, (double start, double end, int64_t steps, TensorOptionsValue options),
            at::linspace(start, end, steps, asr_options(options)))
ASR_FACTORY(asr_arange, (ScalarValue start, ScalarValue stop, ScalarValue step, TensorOptionsValue options),
            at::arange(start, stop, step, asr_options(options)))
ASR_FACTORY(asr_hann_window, (int64_t length, uint8_t periodic, TensorOptionsValue options),
            at::hann_window(length, periodic != 0, asr_options(options)))
ASR_FACTORY(asr_hamming_window, (int64_t length, uint8_t periodic, double alpha, double beta, TensorOptionsValue options),
            at::hamming_window(length, periodic != 0, alpha, beta, asr_options(options)))

// Copies `bytes` bytes of elements of type `dtype`, then brings them to the type and device of the options.
ASR_EXPORT(Handle, nullptr, asr_tensor_of,
           (const void* elements, int64_t bytes, LongList size, int8_t dtype, TensorOptionsValue options), {
  at::Tensor tensor = at::empty(size, at::TensorOptions(static_cast<at::ScalarType>(dtype)).device(at::kCPU));
  const int64_t room = tensor.numel() * static_cast<int64_t>(tensor.element_size());
  TORCH_CHECK(room == bytes, "the dimensions ask for ", tensor.numel(), " elements, the array holds ",
              bytes / static_cast<int64_t>(tensor.element_size()));
  if (bytes > 0) std::memcpy(tensor.data_ptr(), elements, static_cast<size_t>(bytes));
  return asr_wrap(asr_requiring(tensor.to(asr_options(options)), options));
})

// Uses the caller's memory; `release(context)` is called, on any thread, when the last user of it is gone.
ASR_EXPORT(Handle, nullptr, asr_from_blob,
           (void* elements, LongList size, int8_t dtype, TensorOptionsValue options, void* context, void (*release)(void*)), {
  const auto own = at::TensorOptions(static_cast<at::ScalarType>(dtype)).device(at::kCPU);
  at::Tensor tensor = at::from_blob(elements, size, [context, release](void*) { release(context); }, own);
  return asr_wrap(asr_requiring(tensor.to(asr_options(options)), options));
})

// How it is moved, copied and read.
ASR_TENSOR(asr_to, (Handle self, TensorOptionsValue options, uint8_t non_blocking, uint8_t copy),
           self->to(asr_options(options), non_blocking != 0, copy != 0))
ASR_TENSOR(asr_clone, (Handle self), self->clone())
ASR_TENSOR(asr_contiguous, (Handle self), self->contiguous())
ASR_TENSOR(asr_alias, (Handle self), self->alias())
ASR_TENSOR(asr_detach, (Handle self), self->detach())
ASR_TENSOR(asr_pin_memory, (Handle self), self->pin_memory())
ASR_STATUS(asr_detach_, (Handle self), self->detach_())
ASR_STATUS(asr_copy_, (Handle self, Handle source, uint8_t non_blocking), self->copy_(*source, non_blocking != 0))
ASR_STATUS(asr_fill_, (Handle self, ScalarValue value), self->fill_(value))
ASR_STATUS(asr_zero_, (Handle self), self->zero_())

ASR_STATUS(asr_item, (Handle self, ScalarValue* value), {
  const at::Scalar item = self->item();
  if (item.isFloatingPoint()) {
    value->kind = 2;
    value->floating = item.toDouble();
  } else {
    value->kind = item.isBoolean() ? 3 : 1;
    value->integer = item.toLong();
  }
})

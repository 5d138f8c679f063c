// Tensors: life, what they are, how they are made, moved, read and seen in another shape.
#include "shim.h"

ASR_API void asr_tensor_free(Handle tensor) noexcept { delete tensor; }

// Bytes that go when this handle goes, so far as can be told cheaply: nothing for another handle of a known tensor or for a view; the
// whole storage for a fresh result, which a graph may have saved already.
ASR_API int64_t asr_tensor_owned_bytes(Handle tensor) noexcept {
  const c10::TensorImpl* impl = tensor->unsafeGetTensorImpl();
  if (!impl->has_storage() || tensor->use_count() > 1) return 0;
  const c10::Storage& storage = impl->unsafe_storage();
  const bool sole = storage.use_count() == 1;
  if (!sole && (!impl->requires_grad() || impl->storage_offset() != 0)) return 0;
  try {
    return sole || !tensor->is_view() ? static_cast<int64_t>(storage.nbytes()) : 0;
  } catch (...) {
    return 0;
  }
}

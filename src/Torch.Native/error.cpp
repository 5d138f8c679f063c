// Errors, the ABI version, vectors of tensors, and what concerns the whole library: threads and libtorch's version.
#include "shim.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/util/Exception.h>
#include <torch/version.h>
#include <dlfcn.h>

namespace {

// Raised whenever an export's signature changes; Interop/NativeLibraryLoader.cs holds the number it expects.
constexpr int32_t kAbiVersion = 1;

thread_local std::string pending;  // the message, empty when there is none
thread_local std::string taken;    // keeps the characters alive until the next error of this thread is taken

void record(const char* message) noexcept {
  try {
    pending.assign(message, std::strcspn(message, "\n"));
    if (pending.empty()) pending = "libtorch failed without a message";
  } catch (...) { // no memory even for a message: the caller still sees the failed status
    pending.clear();
  }
}

} // namespace

void asr_record_current_exception() noexcept {
  try {
    throw;
  } catch (const c10::Error& error) {
    record(error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    record("out of memory");
  } catch (const std::exception& error) {
    record(error.what());
  } catch (...) {
    record("an exception of an unknown type was thrown in native code");
  }
}

ASR_API const char* asr_take_error() noexcept {
  if (pending.empty()) return nullptr;
  taken.swap(pending);
  pending.clear();
  return taken.c_str();
}

ASR_API int32_t asr_abi_version() noexcept { return kAbiVersion; }

ASR_API const char* asr_torch_version() noexcept { return TORCH_VERSION; }

// What libtorch says of its build, oneDNN's version among it, then a line of OpenBLAS about itself where that is the BLAS.
ASR_STATUS(asr_build_information, (const char** text), {
  static const std::string all = [] {
    std::string found = at::show_config();
    typedef const char* (*About)();
    for (const char* name : {"openblas_get_config", "openblas_get_corename"})
      if (const auto about = reinterpret_cast<About>(dlsym(RTLD_DEFAULT, name))) found += std::string("\n") + name + "=" + about();
    return found;
  }();
  *text = all.c_str();
})

ASR_API int64_t asr_tensors_size(const TensorVector* tensors) noexcept { return static_cast<int64_t>(tensors->size()); }

// Moves the tensors into `out` (asr_tensors_size of them) and frees the vector.
ASR_STATUS(asr_tensors_take, (TensorVector* tensors, Handle* out), {
  for (size_t i = 0; i < tensors->size(); ++i) out[i] = asr_wrap(std::move((*tensors)[i]));
  delete tensors;
})

ASR_STATUS(asr_set_num_threads, (int32_t count), at::set_num_threads(count))
ASR_STATUS(asr_get_num_threads, (int32_t* count), *count = at::get_num_threads())
ASR_STATUS(asr_set_num_interop_threads, (int32_t count), at::set_num_interop_threads(count))
ASR_STATUS(asr_get_num_interop_threads, (int32_t* count), *count = static_cast<int32_t>(at::get_num_interop_threads()))

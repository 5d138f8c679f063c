// What every file of the shim shares: the export macros, handles, tensor lists, scalars and options.
//
// Rules of the C ABI:
//   - an export is made by ASR_TENSOR, ASR_TENSORS or ASR_STATUS (or ASR_EXPORT, which they use), so that no C++ exception leaves it;
//     plain ASR_API is only for functions that cannot throw (getters; they stay cheap enough to be called without a GC transition);
//   - on failure the message waits in the calling thread until asr_take_error is called;
//   - a tensor is an at::Tensor* owned by the managed side; nullptr is the undefined tensor, both ways;
//   - a function that gives several tensors returns a TensorVector*, which asr_tensors_take empties and frees.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#define ASR_API extern "C" __attribute__((visibility("default")))

// The body is a braced block or a statement list in braces; commas in it are fine.
#define ASR_EXPORT(type, fallback, name, arguments, ...) \
  ASR_API type name arguments noexcept {                 \
    try                                                  \
      __VA_ARGS__                                        \
    catch (...) {                                        \
      asr_record_current_exception();                    \
      return fallback;                                   \
    }                                                    \
  }

// Gives one tensor: ASR_TENSOR(asr_exp, (Handle self), at::exp(*self))
#define ASR_TENSOR(name, arguments, ...) ASR_EXPORT(Handle, nullptr, name, arguments, { return asr_wrap(__VA_ARGS__); })

// Gives several tensors: the expression is a std::vector<at::Tensor>.
#define ASR_TENSORS(name, arguments, ...) \
  ASR_EXPORT(TensorVector*, nullptr, name, arguments, { return new TensorVector(__VA_ARGS__); })

// Gives only success (0) or failure (1); results go through pointers. ASR_STATUS(asr_zero_, (Handle self), self->zero_())
#define ASR_STATUS(name, arguments, ...) ASR_EXPORT(int32_t, 1, name, arguments, { __VA_ARGS__; return 0; })

// A pointer that refuses to be followed when it is null, so that a missing argument is an error and not the process's end. It has a
// plain pointer's representation and is passed as one.
struct Handle {
  at::Tensor* pointer;

  Handle() = default;
  Handle(at::Tensor* tensor) : pointer(tensor) {}
  Handle(std::nullptr_t) : pointer(nullptr) {}

  operator at::Tensor*() const { return pointer; }
  at::Tensor& operator*() const {
    TORCH_CHECK(pointer != nullptr, "a tensor is missing: an argument that must be given is null");
    return *pointer;
  }
  at::Tensor* operator->() const { return &**this; }
};
static_assert(sizeof(Handle) == sizeof(void*) && std::is_trivially_copyable<Handle>::value, "a Handle crosses the C ABI as a pointer");

using TensorVector = std::vector<at::Tensor>;

// libtorch's own optional (c10::optional in 1.13, std::optional later), taken from a signature so that both compile.
template <class T>
struct OptionalOf;
template <template <class> class O, class T>
struct OptionalOf<O<T>> {
  template <class U>
  using type = O<U>;
};
template <class T>
using Optional = OptionalOf<decltype(at::TensorOptions().dtype_opt())>::type<T>;

// Passed by value from C#: the layouts below have their twins in Interop/NativeTypes.cs.
struct TensorList { // borrowed handles, nullptr for an undefined one
  const Handle* handles;
  int64_t count;
};

struct LongList {
  const int64_t* values;
  int64_t count;

  operator at::IntArrayRef() const { return at::IntArrayRef(values, static_cast<size_t>(count)); }
};

struct ScalarValue { // kind: 0 none, 1 integer, 2 floating, 3 boolean
  int64_t kind;
  union {
    int64_t integer;
    double floating;
  };

  operator at::Scalar() const { return kind == 2 ? at::Scalar(floating) : kind == 3 ? at::Scalar(integer != 0) : at::Scalar(integer); }
};

struct TensorOptionsValue { // -1: leave it to libtorch
  int8_t dtype;
  int8_t device_type;
  int16_t device_index;
  int32_t requires_grad;
};

// Keeps the message of the exception being handled for asr_take_error. libtorch's messages: the first line, without the backtrace.
void asr_record_current_exception() noexcept;

inline Handle asr_wrap(at::Tensor&& tensor) { return tensor.defined() ? new at::Tensor(std::move(tensor)) : nullptr; }
inline Handle asr_wrap(const at::Tensor& tensor) { return tensor.defined() ? new at::Tensor(tensor) : nullptr; }
inline at::Tensor asr_unwrap(Handle handle) { return handle == nullptr ? at::Tensor() : *handle; }

inline Optional<at::Tensor> asr_optional(Handle handle) {
  return handle == nullptr ? Optional<at::Tensor>() : Optional<at::Tensor>(*handle);
}

inline Optional<at::Scalar> asr_optional(ScalarValue value) {
  return value.kind == 0 ? Optional<at::Scalar>() : Optional<at::Scalar>(static_cast<at::Scalar>(value));
}

inline Optional<at::ScalarType> asr_optional_dtype(int8_t dtype) {
  return dtype < 0 ? Optional<at::ScalarType>() : Optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

inline at::TensorOptions asr_options(TensorOptionsValue value) {
  at::TensorOptions options;
  if (value.dtype >= 0) options = options.dtype(static_cast<at::ScalarType>(value.dtype));
  if (value.device_type >= 0) {
    // c10's device types start with CPU 0 and CUDA 1, as the managed side's do; an index on the CPU means nothing.
    const auto type = static_cast<c10::DeviceType>(value.device_type);
    options = options.device(c10::Device(type, static_cast<c10::DeviceIndex>(type == c10::DeviceType::CPU ? -1 : value.device_index)));
  }
  return options;
}

// Factories of ATen ignore requires_grad, so it is set afterwards.
inline at::Tensor asr_requiring(at::Tensor tensor, TensorOptionsValue value) {
  if (value.requires_grad != 0) tensor.set_requires_grad(true);
  return tensor;
}

inline TensorVector asr_unwrap(TensorList list) {
  TensorVector tensors;
  tensors.reserve(static_cast<size_t>(list.count));
  for (int64_t i = 0; i < list.count; ++i) tensors.push_back(asr_unwrap(list.handles[i]));
  return tensors;
}

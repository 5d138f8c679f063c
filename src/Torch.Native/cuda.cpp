// What can be asked of CUDA through libtorch's device-independent interfaces: this file needs no CUDA headers.
#include "shim.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace {

// Zero also when libtorch was built without CUDA: then nothing has registered for the device type.
int32_t device_count() {
  if (!c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA)) return 0;
  return c10::impl::VirtualGuardImpl(c10::DeviceType::CUDA).deviceCount();
}

} // namespace

ASR_STATUS(asr_cuda_device_count, (int32_t* count), *count = device_count())
ASR_STATUS(asr_cuda_has_cudnn, (int32_t* result), *result = device_count() > 0 && at::detail::getCUDAHooks().hasCuDNN() ? 1 : 0)

// Waits for the current stream of the device, the only one that this library uses; index -1 is the current device.
ASR_STATUS(asr_cuda_synchronize, (int32_t index), {
  TORCH_CHECK(device_count() > 0, "CUDA is not available: libtorch was built without it, or there is no device");
  const c10::impl::VirtualGuardImpl guard(c10::DeviceType::CUDA);
  guard.getStream(index < 0 ? guard.getDevice() : c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index))).synchronize();
})

ASR_STATUS(asr_cuda_get_allow_tf32, (int32_t* matmul, int32_t* cudnn), {
  *matmul = at::globalContext().allowTF32CuBLAS() ? 1 : 0;
  *cudnn = at::globalContext().allowTF32CuDNN() ? 1 : 0;
})
ASR_STATUS(asr_cuda_set_allow_tf32_matmul, (uint8_t allowed), at::globalContext().setAllowTF32CuBLAS(allowed != 0))
ASR_STATUS(asr_cuda_set_allow_tf32_cudnn, (uint8_t allowed), at::globalContext().setAllowTF32CuDNN(allowed != 0))

// Random numbers: generators, their state, and tensors filled from them. A null generator is the device's own.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>

#include <mutex>

namespace {

Optional<at::Generator> optional_generator(at::Generator* generator) {
  return generator == nullptr ? Optional<at::Generator>() : Optional<at::Generator>(*generator);
}

at::Generator& required(at::Generator* generator) {
  TORCH_CHECK(generator != nullptr, "a generator is missing");
  return *generator;
}

c10::Device device_of(int32_t type, int32_t index) {
  const auto device_type = static_cast<c10::DeviceType>(type);
  return c10::Device(device_type, static_cast<c10::DeviceIndex>(device_type == c10::DeviceType::CPU ? -1 : index));
}

} // namespace

ASR_STATUS(asr_manual_seed, (uint64_t seed), at::manual_seed(seed))

ASR_EXPORT(at::Generator*, nullptr, asr_generator_default, (int32_t device_type, int32_t device_index), {
  return new at::Generator(at::globalContext().defaultGenerator(device_of(device_type, device_index)));
})

ASR_EXPORT(at::Generator*, nullptr, asr_generator_new, (uint64_t seed, int32_t device_type, int32_t device_index), {
  const c10::Device device = device_of(device_type, device_index);
  at::Generator generator = device.is_cpu() ? at::make_generator<at::CPUGeneratorImpl>(seed)
                                            : at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return new at::Generator(std::move(generator));
})

ASR_EXPORT(void, , asr_generator_free, (at::Generator * generator), { delete generator; })

ASR_STATUS(asr_generator_manual_seed, (at::Generator * generator, uint64_t seed), {
  std::lock_guard<std::mutex> lock(required(generator).mutex());
  generator->set_current_seed(seed);
})

ASR_STATUS(asr_generator_seed, (at::Generator * generator, uint64_t* seed), {
  std::lock_guard<std::mutex> lock(required(generator).mutex());
  *seed = generator->seed();
})

ASR_STATUS(asr_generator_initial_seed, (at::Generator * generator, uint64_t* seed), {
  std::lock_guard<std::mutex> lock(required(generator).mutex());
  *seed = generator->current_seed();
})

ASR_EXPORT(Handle, nullptr, asr_generator_get_state, (at::Generator * generator), {
  std::lock_guard<std::mutex> lock(required(generator).mutex());
  return asr_wrap(generator->get_state());
})

ASR_STATUS(asr_generator_set_state, (at::Generator * generator, Handle state), {
  std::lock_guard<std::mutex> lock(required(generator).mutex());
  generator->set_state(*state);
})

ASR_TENSOR(asr_rand, (LongList size, TensorOptionsValue options, at::Generator* generator),
           asr_requiring(at::rand(size, optional_generator(generator), asr_options(options)), options))
ASR_TENSOR(asr_randn, (LongList size, TensorOptionsValue options, at::Generator* generator),
           asr_requiring(at::randn(size, optional_generator(generator), asr_options(options)), options))
ASR_TENSOR(asr_randint, (int64_t low, int64_t high, LongList size, TensorOptionsValue options, at::Generator* generator),
           asr_requiring(at::randint(low, high, size, optional_generator(generator), asr_options(options)), options))
ASR_TENSOR(asr_randperm, (int64_t n, TensorOptionsValue options, at::Generator* generator),
           asr_requiring(at::randperm(n, optional_generator(generator), asr_options(options)), options))
ASR_TENSOR(asr_rand_like, (Handle self, TensorOptionsValue options), asr_requiring(at::rand_like(*self, asr_options(options)), options))
ASR_TENSOR(asr_randn_like, (Handle self, TensorOptionsValue options), asr_requiring(at::randn_like(*self, asr_options(options)), options))

ASR_STATUS(asr_bernoulli_, (Handle self, double p, at::Generator* generator), self->bernoulli_(p, optional_generator(generator)))
ASR_STATUS(asr_bernoulli_tensor_, (Handle self, Handle p, at::Generator* generator), self->bernoulli_(*p, optional_generator(generator)))
ASR_STATUS(asr_uniform_, (Handle self, double from, double to, at::Generator* generator),
           self->uniform_(from, to, optional_generator(generator)))
ASR_STATUS(asr_normal_, (Handle self, double mean, double deviation, at::Generator* generator),
           self->normal_(mean, deviation, optional_generator(generator)))
ASR_STATUS(asr_exponential_, (Handle self, double lambda, at::Generator* generator),
           self->exponential_(lambda, optional_generator(generator)))
ASR_STATUS(asr_random_, (Handle self, int64_t from, int64_t to, at::Generator* generator),
           self->random_(from, to, optional_generator(generator)))

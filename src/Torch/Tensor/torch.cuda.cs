using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static bool cuda_is_available() => cuda.is_available();

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType == DeviceType.CPU || (deviceType == DeviceType.CUDA && cuda.is_available());

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"{deviceType} is not available on this machine, or libtorch was built without it.");
        }
    }

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            NativeMethods.asr_cuda_device_count(out int count);
            return count;
        }

        public static bool is_cudnn_available()
        {
            NativeMethods.asr_cuda_has_cudnn(out int result);
            return result != 0;
        }

        /// <summary>Seeds the generators of all devices, as <see cref="torch.manual_seed"/> does.</summary>
        public static void manual_seed(long seed) => torch.manual_seed(seed);

        public static void manual_seed_all(long seed) => torch.manual_seed(seed);

        public static void synchronize(Device? device = null) => NativeMethods.asr_cuda_synchronize(device?.index ?? -1);
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Tf32().Matmul;
                    set => NativeMethods.asr_cuda_set_allow_tf32_matmul(value.Flag());
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Tf32().Cudnn;
                set => NativeMethods.asr_cuda_set_allow_tf32_cudnn(value.Flag());
            }
        }

        private static (bool Matmul, bool Cudnn) Tf32()
        {
            NativeMethods.asr_cuda_get_allow_tf32(out int matmul, out int cudnn);
            return (matmul != 0, cudnn != 0);
        }
    }
}

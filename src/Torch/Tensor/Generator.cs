using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of libtorch.</summary>
    public class Generator : IDisposable
    {
        private static readonly Lazy<Generator> OfCpu = new(() => new Generator(NativeMethods.asr_generator_default(0, -1), CPU));

        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            handle = Required(NativeMethods.asr_generator_new(seed, (int)this.device.type, this.device.index));
        }

        private Generator(nint handle, Device device)
        {
            this.handle = Required(handle);
            this.device = device;
        }

        ~Generator() => Dispose(false);

        public static Generator Default => OfCpu.Value;

        public IntPtr Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            NativeMethods.asr_generator_manual_seed(Handle, (ulong)seed);
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>Takes a new seed from the system's entropy and returns it.</summary>
        public long seed()
        {
            NativeMethods.asr_generator_seed(Handle, out ulong seed);
            GC.KeepAlive(this);
            return (long)seed;
        }

        public long initial_seed()
        {
            NativeMethods.asr_generator_initial_seed(Handle, out ulong seed);
            GC.KeepAlive(this);
            return (long)seed;
        }

        public Tensor get_state()
        {
            Tensor state = NativeMethods.asr_generator_get_state(Handle);
            GC.KeepAlive(this);
            return state;
        }

        public void set_state(Tensor value)
        {
            NativeMethods.asr_generator_set_state(Handle, value);
            GC.KeepAlive(this);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint freed = Interlocked.Exchange(ref handle, 0);
            if (freed != 0)
            {
                NativeMethods.asr_generator_free(freed);
            }
        }

        private static nint Required(nint handle)
        {
            if (handle == 0)
            {
                NativeError.Throw();
            }

            return handle;
        }
    }
}

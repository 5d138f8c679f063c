using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. This file: its life; the other parts hold the operations, by topic.</summary>
    [NativeMarshalling(typeof(TensorMarshaller))]
    public partial class Tensor : IDisposable, IScoped
    {
        // Below this the collector need not know: small tensors are many, and telling it costs more than they do.
        private const long PressureThresholdBytes = 4 * 1024;

        private static long totalCount;
        private static long peakCount;

        private readonly long pressureBytes;
        private readonly LifetimeStatistics lifetime;
        private nint handle;

        private protected Tensor(nint handle)
        {
            this.handle = handle;
            long count = Interlocked.Increment(ref totalCount);
            if (count > peakCount)
            {
                peakCount = count; // a race loses one count of a figure that is only looked at
            }

            long bytes = NativeMethods.asr_tensor_owned_bytes(handle);
            if (bytes >= PressureThresholdBytes)
            {
                pressureBytes = bytes;
                GC.AddMemoryPressure(bytes);
            }

            lifetime = DisposeScopeManager.Register(this);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => Interlocked.Read(ref totalCount);

        public static long PeakCount => Interlocked.Read(ref peakCount);

        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => handle == 0;

        DisposeScope? IScoped.OwningScope { get; set; }

        LifetimeStatistics IScoped.Lifetime => lifetime;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint freed = Release(disposing);
            if (freed != 0)
            {
                NativeMethods.asr_tensor_free(freed);
            }
        }

        /// <summary>Gives the native tensor to the caller, who has to free it; this object is invalid afterwards.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            nint taken = Release(disposing: true);
            GC.SuppressFinalize(this);
            return taken;
        }

        /// <summary>A new object for a handle that a native call gave; throws the call's error when there is no handle.</summary>
        internal static Tensor Wrap(nint handle)
        {
            if (handle == 0)
            {
                NativeError.ThrowIfAny();
                throw new ExternalException("The native call gave an undefined tensor.");
            }

            return new Tensor(handle);
        }

        /// <summary>As <see cref="Wrap"/>, but an undefined tensor is null.</summary>
        internal static Tensor? WrapOrNull(nint handle)
        {
            if (handle == 0)
            {
                NativeError.ThrowIfAny();
                return null;
            }

            return new Tensor(handle);
        }

        private nint Release(bool disposing)
        {
            nint taken = Interlocked.Exchange(ref handle, 0);
            if (taken == 0)
            {
                return 0;
            }

            Interlocked.Decrement(ref totalCount);
            if (pressureBytes != 0)
            {
                GC.RemoveMemoryPressure(pressureBytes);
            }

            DisposeScopeManager.Unregister(this, disposing);
            return taken;
        }
    }
}

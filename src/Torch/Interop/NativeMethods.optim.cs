using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Twin of AdamWStep in optim.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamWStep
{
    internal double LearningRate;
    internal double Beta1;
    internal double Beta2;
    internal double Epsilon;
    internal double WeightDecay;
    internal long Step;
    internal byte Maximize;
}

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial NativeStatus asr_adamw_step(
        Tensor parameter, Tensor gradient, Tensor mean, Tensor square, Tensor? largest, AdamWStep options);
}

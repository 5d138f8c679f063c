using TorchSharp;

namespace AsrTrainer.Reports;

/// <summary>
/// What the process holds at one moment. A run that goes on for days holds as much after each epoch as after the one before; a number of
/// tensors that grows names the leak.
/// </summary>
/// <param name="ResidentBytes">Memory in use as the system counts it.</param>
/// <param name="ManagedBytes">Of that, what the collector looks after, garbage included.</param>
/// <param name="LiveTensors">Handles of libtorch's tensors that were made and not given back.</param>
internal sealed record MemoryUse(long ResidentBytes, long ManagedBytes, long LiveTensors)
{
    /// <summary>As it is now.</summary>
    public static MemoryUse Now() => new(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), torch.Tensor.TotalCount);
}

using AsrTrainer.Speech.Faults;
using AsrTrainer.Speech.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Neural.Checkpoints;

/// <summary>The optimiser's moments and step counts in a file of their own, in TorchSharp's form.</summary>
internal static class OptimizerFile
{
    /// <summary>Writes the state, down to the disk.</summary>
    public static void Write(string path, optim.Optimizer optimizer)
    {
        using var file = File.Create(path);
        using var writer = new BinaryWriter(file);
        ((OptimizerHelper)optimizer).save_state_dict(writer);
        writer.Flush();
        DiskFlush.Content(file);
    }

    /// <summary>Reads the state into an optimiser over parameters of the same shapes.</summary>
    public static void Read(string path, optim.Optimizer optimizer)
    {
        try
        {
            using var reader = new BinaryReader(OrdinaryFile.OpenRead(path));
            ((OptimizerHelper)optimizer).load_state_dict(reader);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new UserFault(
                ExitCode.Model, $"{path}: the optimiser's state cannot be used: {fault.Message}; resume from another checkpoint", fault);
        }
    }
}

namespace AsrTrainer.Torch.Tests;

/// <summary>
/// Tests that change the number of threads or another setting of the whole process, one at a time and with no others beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideSettings
{
    public const string Name = "process-wide settings";
}

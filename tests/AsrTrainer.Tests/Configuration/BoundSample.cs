using AsrTrainer.Configuration;
using AsrTrainer.Speech.Faults;

namespace AsrTrainer.Tests.Configuration;

/// <summary>Binds a text to the sample options the way the program binds a file.</summary>
internal static class BoundSample
{
    public static SampleOptions Of(string yaml, params string[] sets) => ConfigurationLoader.Bind<SampleOptions>(yaml, "x.yaml", sets);

    public static IReadOnlyList<string> ProblemsOf(string yaml, params string[] sets)
    {
        UserFault fault = Assert.Throws<UserFault>(() => Of(yaml, sets));
        Assert.Equal(ExitCode.Configuration, fault.Code);
        return fault.Problems;
    }
}

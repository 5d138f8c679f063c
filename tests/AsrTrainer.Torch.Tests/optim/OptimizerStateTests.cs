using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class OptimizerStateTests
{
    public static TheoryData<string> Kinds => ["AdamW", "AMSGrad", "SGD"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_that_is_saved_and_resumed_is_the_uninterrupted_one_bit_for_bit(string kind)
    {
        using var straight = Run.New(kind);
        straight.Steps(1, 10);

        using var first = Run.New(kind);
        first.Steps(1, 5);
        var saved = Save(first.Optimizer);
        using var resumed = Run.New(kind);
        resumed.CopyWeights(first);
        using (var reader = new BinaryReader(new MemoryStream(saved)))
        {
            resumed.Optimizer.load_state_dict(reader);
        }

        Assert.Equal(saved, Save(resumed.Optimizer));
        resumed.Steps(6, 10);
        Assert.Equal(straight.Bytes(), resumed.Bytes());
        Assert.Equal(Save(straight.Optimizer), Save(resumed.Optimizer));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_state_dictionary_carries_the_state_over_as_a_copy(string kind)
    {
        using var first = Run.New(kind);
        first.Steps(1, 5);
        using var second = Run.New(kind);
        second.CopyWeights(first);
        second.Optimizer.load_state_dict(first.Optimizer.state_dict());
        first.Steps(6, 10);
        second.Steps(6, 10);
        Assert.Equal(first.Bytes(), second.Bytes());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_state_that_is_cut_off_anywhere_is_refused(string kind)
    {
        using var run = Run.New(kind);
        run.Steps(1, 2);
        var saved = Save(run.Optimizer);
        for (var length = 0; length < saved.Length; length++)
        {
            using var reader = new BinaryReader(new MemoryStream(saved[..length]));
            Assert.Throws<InvalidDataException>(() => run.Optimizer.load_state_dict(reader));
        }
    }

    [Fact]
    public void A_state_of_another_optimiser_or_other_parameters_is_refused_by_what_differs()
    {
        using var adam = Run.New("AdamW");
        using var descent = Run.New("SGD");
        using var other = new Parameter(zeros(2, 2));
        using var small = optim.AdamW([other]);
        adam.Steps(1, 1);
        void Refused(OptimizerHelper target, byte[] saved, string finding)
        {
            using var reader = new BinaryReader(new MemoryStream(saved));
            Assert.Contains(finding, Assert.Throws<InvalidDataException>(() => target.load_state_dict(reader)).Message);
        }

        Refused(descent.Optimizer, Save(adam.Optimizer), "AdamW");
        Refused(small, Save(adam.Optimizer), "number of parameters is 2, expected 1");
        Refused(small, [255, 255, 255, 255, 255, 255], "not such a file");
        Assert.Throws<ArgumentException>(() => small.load_state_dict(adam.Optimizer.state_dict()));
    }

    [Fact]
    public void A_state_can_be_saved_to_a_file_with_the_learning_rate_of_the_moment()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var run = Run.New("AdamW");
            run.Optimizer.ParamGroups.Single().LearningRate = 0.125;
            run.Optimizer.save_state_dict(path);
            using var again = Run.New("AdamW");
            again.Optimizer.load_state_dict(path);
            Assert.Equal(0.125, again.Optimizer.ParamGroups.Single().LearningRate);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Save(OptimizerHelper optimizer)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            optimizer.save_state_dict(writer);
        }

        return stream.ToArray();
    }

    private sealed class Run(OptimizerHelper optimizer, Parameter[] parameters) : IDisposable
    {
        public OptimizerHelper Optimizer => optimizer;

        public static Run New(string kind)
        {
            Parameter[] parameters = [new(ones(2, 3)), new(arange(4, dtype: float64))];
            OptimizerHelper optimizer = kind == "SGD"
                ? optim.SGD(parameters, 0.1, momentum: 0.9, weight_decay: 0.01)
                : optim.AdamW(parameters, 0.1, weight_decay: 0.01, amsgrad: kind == "AMSGrad");
            return new Run(optimizer, parameters);
        }

        public void Steps(int first, int last)
        {
            for (var step = first; step <= last; step++)
            {
                using var scope = NewDisposeScope();
                parameters[0].grad = arange(6, dtype: float32).mul(step).sin().reshape(2, 3);
                parameters[1].grad = arange(4, dtype: float64).mul(step).cos();
                optimizer.step();
            }
        }

        public void CopyWeights(Run source)
        {
            using var withoutGraph = no_grad();
            foreach (var (target, weight) in parameters.Zip(source.Parameters))
            {
                target.copy_(weight);
            }
        }

        public byte[] Bytes() => [.. parameters.SelectMany(parameter => parameter.bytes.ToArray())];

        public void Dispose()
        {
            optimizer.Dispose();
            Array.ForEach(parameters, parameter => parameter.Dispose());
        }

        private Parameter[] Parameters => parameters;
    }
}

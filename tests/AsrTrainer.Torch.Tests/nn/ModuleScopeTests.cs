using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

public sealed class ModuleScopeTests
{
    [Fact]
    public void Modules_made_in_a_scope_outlive_it()
    {
        GRU recurrent;
        Own own;
        using (NewDisposeScope())
        {
            recurrent = nn.GRU(2, 3);
            own = new Own();
            own.to(float64);
        }

        Assert.Equal(4, recurrent.parameters().Count());
        Assert.All(recurrent.parameters().Concat(own.parameters()).Concat(own.buffers()), part => Assert.False(part.IsInvalid));
        recurrent.Dispose();
        own.Dispose();
    }

    [Fact]
    public void The_live_handles_after_a_training_step_are_those_before() => OwnThread.Run(() =>
    {
        using var model = nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.LayerNorm(8), nn.Dropout(0.1), nn.Linear(8, 2));
        using var recurrent = nn.GRU(2, 3, numLayers: 2, batchFirst: true, dropout: 0.1, bidirectional: true);
        using var optimizer = optim.AdamW(model.parameters().Concat(recurrent.parameters()), lr: 1e-3);
        void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var hidden = model.call(randn(3, 5, 4));
            var (output, _) = recurrent.call(hidden);
            output.square().mean().backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1);
            optimizer.step();
        }

        Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++)
        {
            Step();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    });

    [Fact]
    public void Even_without_a_scope_a_step_of_the_optimiser_leaves_no_handles() => OwnThread.Run(() =>
    {
        using var layer = nn.Linear(2, 2);
        using var adam = optim.AdamW(layer.parameters(), weight_decay: 0.1);
        using var descent = optim.SGD(layer.parameters(), 0.1, momentum: 0.9, weight_decay: 0.1, nesterov: true);
        using (NewDisposeScope())
        {
            layer.call(ones(1, 2)).sum().backward();
        }

        descent.step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        adam.step();
        descent.step();
        adam.zero_grad();
        nn.utils.clip_grad_norm_(layer.parameters(), 1);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    });

    private sealed class Own : nn.Module
    {
        public readonly Parameter scale = new(ones(2));
        public readonly Tensor filter = ones(2);

        public Own()
            : base(nameof(Own))
        {
            RegisterComponents();
        }
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected Convolution(string name)
        : base(name)
    {
    }

    public long in_channels { get; private protected init; }

    public long out_channels { get; private protected init; }

    public long[] kernel_size { get; set; } = [];

    public long[] stride { get; set; } = [];

    public long[] padding { get; private protected init; } = [];

    public Parameter weight
    {
        get => OwnParameter(nameof(weight))!;
        set => ConditionallyRegisterParameter(nameof(weight), value);
    }

    public Parameter? bias
    {
        get => OwnParameter(nameof(bias));
        set => ConditionallyRegisterParameter(nameof(bias), value);
    }

    // PyTorch's own: uniform in ±1/√(fan-in).
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
        if (bias is not null)
        {
            var bound = 1 / Math.Sqrt(nn.init.CalculateFanInAndFanOut(weight).fanIn);
            nn.init.uniform_(bias, -bound, bound);
        }
    }
}

// (B, C_in, H, W) to (B, C_out, H', W').
public sealed class Conv2d : Convolution
{
    private readonly long[] _dilation;
    private readonly long _groups;
    private readonly PaddingModes _paddingMode;

    internal Conv2d(
        long inChannels,
        long outChannels,
        long[] kernelSize,
        long[] stride,
        long[] padding,
        long[] dilation,
        PaddingModes paddingMode,
        long groups,
        bool hasBias,
        Device? device,
        ScalarType? dtype)
        : base(nameof(Conv2d))
    {
        if (groups <= 0 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {inChannels} input and {outChannels} output channels.");
        }

        in_channels = inChannels;
        out_channels = outChannels;
        kernel_size = kernelSize;
        this.stride = stride;
        this.padding = padding;
        _dilation = dilation;
        _groups = groups;
        _paddingMode = paddingMode;
        weight = new Parameter(empty([outChannels, inChannels / groups, .. kernelSize], dtype, device));
        bias = hasBias ? new Parameter(empty([outChannels], dtype, device)) : null;
        reset_parameters();
    }

    public override Tensor forward(Tensor input)
    {
        if (_paddingMode is PaddingModes.Zeros or PaddingModes.Constant)
        {
            return nn.functional.conv2d(input, weight, bias, stride, padding, _dilation, _groups);
        }

        using var padded = nn.functional.pad(input, [padding[1], padding[1], padding[0], padding[0]], _paddingMode);
        return nn.functional.conv2d(padded, weight, bias, stride, [0, 0], _dilation, _groups);
    }
}

// What GRU and LSTM share: the weights of all layers and directions under PyTorch's names, and the checks on what comes in.
using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

internal sealed class RecurrentLayers
{
    private readonly string _kind;
    private readonly long _inputSize;
    private readonly long _hiddenSize;
    private readonly long _layers;
    private readonly bool _hasBias;
    private readonly bool _batchFirst;
    private readonly double _dropout;
    private readonly bool _bidirectional;

    public RecurrentLayers(
        string kind, long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional)
    {
        if (inputSize <= 0 || hiddenSize <= 0 || layers <= 0 || dropout is < 0 or > 1 or double.NaN)
        {
            throw new ArgumentException(
                $"{kind} needs sizes and layers above 0 and a dropout from 0 to 1; "
                + $"found input {inputSize}, hidden {hiddenSize}, layers {layers}, dropout {dropout}.");
        }

        _kind = kind;
        _inputSize = inputSize;
        _hiddenSize = hiddenSize;
        _layers = layers;
        _hasBias = bias;
        _batchFirst = batchFirst;
        _dropout = dropout;
        _bidirectional = bidirectional;
    }

    private long Directions => _bidirectional ? 2 : 1;

    // In the order in which libtorch wants them: by layer, by direction; all uniform in ±1/√hidden.
    public IEnumerable<(string Name, Parameter Weight)> NewWeights(long gates, Device? device, ScalarType? dtype)
    {
        var bound = 1 / Math.Sqrt(_hiddenSize);
        for (var layer = 0; layer < _layers; layer++)
        {
            var inputSize = layer == 0 ? _inputSize : _hiddenSize * Directions;
            for (var direction = 0; direction < Directions; direction++)
            {
                var suffix = $"_l{layer}" + (direction == 1 ? "_reverse" : "");
                var shapes = new List<(string, long[])>
                {
                    ("weight_ih", [gates * _hiddenSize, inputSize]),
                    ("weight_hh", [gates * _hiddenSize, _hiddenSize]),
                };
                if (_hasBias)
                {
                    shapes.Add(("bias_ih", [gates * _hiddenSize]));
                    shapes.Add(("bias_hh", [gates * _hiddenSize]));
                }

                foreach (var (name, shape) in shapes)
                {
                    var weight = new Parameter(empty(shape, dtype, device));
                    nn.init.uniform_(weight, -bound, bound);
                    yield return (name + suffix, weight);
                }
            }
        }
    }

    public RecurrentSpec Spec(bool training) => new()
    {
        Layers = _layers,
        Dropout = _dropout,
        Biases = _hasBias.Flag(),
        Training = training.Flag(),
        Bidirectional = _bidirectional.Flag(),
        BatchFirst = _batchFirst.Flag(),
    };

    // The batch size of a padded input.
    public long CheckPadded(Tensor input)
    {
        var shape = input.shape;
        if (shape.Length != 3 || shape[2] != _inputSize)
        {
            var axes = _batchFirst ? "(B, T" : "(T, B";
            throw new ArgumentException($"{_kind} takes {axes}, {_inputSize}); found the shape [{string.Join(", ", shape)}].");
        }

        return _batchFirst ? shape[0] : shape[1];
    }

    // The batch size of a packed input: the number of sequences that have a first frame.
    public long CheckPacked(PackedSequence input)
    {
        var shape = input.data.shape;
        if (shape.Length != 2 || shape[1] != _inputSize)
        {
            throw new ArgumentException(
                $"{_kind} takes packed frames of {_inputSize} features; found data of the shape [{string.Join(", ", shape)}].");
        }

        using var first = input.batch_sizes.narrow(0, 0, 1);
        return first.ToInt64();
    }

    // The given state, in the order of the packed sequences if they were sorted, or zeros. Always a new object.
    public Tensor State(Tensor? given, long batch, Tensor like, Tensor? order = null)
    {
        long[] expected = [_layers * Directions, batch, _hiddenSize];
        if (given is null)
        {
            return zeros(expected, like.dtype, like.device);
        }

        if (!given.shape.SequenceEqual(expected))
        {
            throw new ArgumentException(
                $"{_kind} takes a state of shape [{string.Join(", ", expected)}]; found [{string.Join(", ", given.shape)}].");
        }

        return Reorder(given.alias(), order);
    }

    // Takes over the state.
    public static Tensor Reorder(Tensor state, Tensor? order)
    {
        if (order is null)
        {
            return state;
        }

        using (state)
        {
            return state.index_select(1, order);
        }
    }
}

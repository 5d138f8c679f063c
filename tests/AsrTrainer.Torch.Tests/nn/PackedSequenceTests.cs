using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils;

namespace AsrTrainer.Torch.Tests;

public sealed class PackedSequenceTests
{
    private static readonly long[] Lengths = [2, 5, 1, 4];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packing_and_padding_again_gives_the_sequences_and_lengths_back(bool batchFirst)
    {
        using var scope = NewDisposeScope();
        var padded = Padded(batchFirst);
        var packed = rnn.pack_padded_sequence(padded, tensor(Lengths), batchFirst, enforce_sorted: false);
        Assert.Equal([12, 3], packed.data.shape);
        Assert.Equal([4L, 3, 2, 2, 1], packed.batch_sizes.data<long>().ToArray());
        var (again, lengths) = rnn.pad_packed_sequence(packed, batchFirst);
        AssertClose.Tensors(padded, again, 0);
        Assert.Equal(Lengths, lengths.data<long>().ToArray());
        var (longer, _) = rnn.pad_packed_sequence(packed, batchFirst, padding_value: -1, total_length: 7);
        Assert.Equal(7, longer.shape[batchFirst ? 1 : 0]);
        Assert.Equal(-1, longer.select(batchFirst ? 1 : 0, 6).max().ToDouble());
    }

    [Fact]
    public void Sequences_that_must_be_sorted_and_are_not_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => rnn.pack_padded_sequence(Padded(true), tensor(Lengths), true));
    }

    [Fact]
    public void A_list_of_sequences_is_padded_and_packed()
    {
        using var scope = NewDisposeScope();
        Tensor[] sequences = [.. Lengths.Select(length => randn(length, 3))];
        var padded = rnn.pad_sequence(sequences, batch_first: true, padding_value: 9);
        Assert.Equal([4, 5, 3], padded.shape);
        Assert.Equal(9, padded[2, 4, 0].ToDouble());
        var (again, _) = rnn.pad_packed_sequence(rnn.pack_sequence(sequences, enforce_sorted: false), true);
        for (var i = 0; i < sequences.Length; i++)
        {
            AssertClose.Tensors(sequences[i], again[i].narrow(0, 0, Lengths[i]), 0);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_packed_batch_gives_each_sequence_what_it_gets_alone(bool gru)
    {
        using var scope = NewDisposeScope();
        var padded = Padded(true);
        var packed = rnn.pack_padded_sequence(padded, tensor(Lengths), true, enforce_sorted: false);
        var state = randn(4, 4, 2, dtype: float64);
        var cell = randn(4, 4, 2, dtype: float64);
        using var first = nn.GRU(3, 2, numLayers: 2, batchFirst: true, bidirectional: true, dtype: float64);
        using var second = nn.LSTM(3, 2, numLayers: 2, batchFirst: true, bidirectional: true, dtype: float64);
        (rnn.PackedSequence Output, Tensor State) Packed()
        {
            if (gru)
            {
                return first.call(packed, state);
            }

            var (output, hidden, last) = second.call(packed, (state, cell));
            return (output, cat([hidden, last], 2));
        }

        (Tensor Output, Tensor State) Alone(Tensor input, int i)
        {
            if (gru)
            {
                return first.call(input, state.narrow(1, i, 1));
            }

            var (output, hidden, last) = second.call(input, (state.narrow(1, i, 1), cell.narrow(1, i, 1)));
            return (output, cat([hidden, last], 2));
        }

        var together = Packed();
        var (outputs, lengths) = rnn.pad_packed_sequence(together.Output, true);
        Assert.Equal(Lengths, lengths.data<long>().ToArray());
        for (var i = 0; i < Lengths.Length; i++)
        {
            var alone = Alone(padded.narrow(0, i, 1).narrow(1, 0, Lengths[i]), i);
            AssertClose.Tensors(alone.Output[0], outputs[i].narrow(0, 0, Lengths[i]), 1e-13, $"sequence {i}");
            AssertClose.Tensors(alone.State, together.State.narrow(1, i, 1), 1e-13, $"state {i}");
        }
    }

    [Fact]
    public void A_packed_sequence_belongs_to_the_scope_it_was_made_in()
    {
        rnn.PackedSequence left, moved;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                left = rnn.pack_padded_sequence(Padded(true), tensor(Lengths), true, enforce_sorted: false);
                moved = rnn.pack_padded_sequence(Padded(true), tensor(Lengths), true, enforce_sorted: false).MoveToOuterDisposeScope();
            }

            Assert.True(left.data.IsInvalid);
            Assert.False(moved.data.IsInvalid);
        }

        Assert.True(moved.data.IsInvalid);
        Assert.True(moved.sorted_indices!.IsInvalid);
    }

    // Zeros after each sequence's end.
    private static Tensor Padded(bool batchFirst)
    {
        var rows = arange(4 * 5 * 3, dtype: float64).add(1).mul(0.9).sin().reshape(4, 5, 3);
        var valid = arange(5L).unsqueeze(0).lt(tensor(Lengths).unsqueeze(1)).unsqueeze(2);
        var padded = rows * valid.to(float64);
        return batchFirst ? padded : padded.transpose(0, 1).contiguous();
    }
}

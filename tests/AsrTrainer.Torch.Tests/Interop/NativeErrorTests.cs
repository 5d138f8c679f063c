using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AsrTrainer.Torch.Tests;

/// <summary>A call that libtorch refuses is an exception with libtorch's words, and the process goes on.</summary>
public sealed class NativeErrorTests
{
    public static TheoryData<string, string> RefusedCalls => new()
    {
        { "cat", "Sizes of tensors must match" },
        { "matmul", "mat1 and mat2 shapes cannot be multiplied" },
        { "backward", "grad can be implicitly created only for scalar outputs" },
        { "autograd.grad", "does not require grad" },
        { "unused input", "appears to not have been used in the graph" },
        { "allocation", "allocate" },
        { "view", "invalid for input of size" },
        { "negative size", "negative dimension" },
        { "index", "out of bounds" },
        { "einsum", "einsum" },
        { "grad of integers", "floating point" },
        { "in-place on a leaf", "a leaf Variable that requires grad is being used in an in-place operation" },
        { "second backward", "backward through the graph a second time" },
        { "missing argument", "an argument that must be given is null" },
    };

    [Theory]
    [MemberData(nameof(RefusedCalls))]
    public void A_refused_call_raises_the_first_line_of_libtorchs_message(string call, string expected)
    {
        using DisposeScope scope = NewDisposeScope();
        var fault = Assert.Throws<ExternalException>(() => Refused(call));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);

        Assert.Equal(3f, (ones(1) + 2).item<float>()); // the process lives and the next call is not blamed
    }

    [Fact]
    public void A_failure_in_native_code_of_one_thread_is_not_seen_by_another()
    {
        using DisposeScope scope = NewDisposeScope();
        Exception? elsewhere = null;
        Assert.Throws<ExternalException>(() =>
        {
            var thread = new Thread(() => elsewhere = Record.Exception(() => ones(2).Dispose()));
            Tensor left = ones(2, 3), right = ones(2, 3);
            thread.Start();
            thread.Join();
            left.matmul(right);
        });
        Assert.Null(elsewhere);
    }

    [Fact]
    public void A_refused_in_place_call_leaves_the_tensor_as_it_was()
    {
        using Tensor tensor = ones(2, 3), other = ones(4);
        Assert.Throws<ExternalException>(() => tensor.add_(other));
        Assert.Equal([1f, 1f, 1f, 1f, 1f, 1f], tensor.data<float>().ToArray());
    }

    private static void Refused(string call)
    {
        Tensor matrix = ones(2, 3);
        switch (call)
        {
            case "cat":
                cat([matrix, ones(4, 5)], 0);
                break;
            case "matmul":
                matmul(matrix, matrix);
                break;
            case "backward":
                matrix.requires_grad_();
                matrix.mul(2).backward();
                break;
            case "autograd.grad":
                autograd.grad([matrix.sum()], [matrix]);
                break;
            case "unused input":
                matrix.requires_grad_();
                autograd.grad([matrix.sum()], [ones(1, requires_grad: true)]);
                break;
            case "allocation":
                empty(1L << 50);
                break;
            case "view":
                matrix.view(4, 4);
                break;
            case "negative size":
                zeros(-1);
                break;
            case "index":
                _ = matrix[5];
                break;
            case "einsum":
                einsum("ij,jk", matrix);
                break;
            case "grad of integers":
                ones(2, dtype: int64, requires_grad: true);
                break;
            case "in-place on a leaf":
                matrix.requires_grad_();
                matrix.add_(1);
                break;
            case "second backward":
                matrix.requires_grad_();
                Tensor loss = matrix.square().sum();
                loss.backward();
                loss.backward();
                break;
            case "missing argument":
                matrix.add((Tensor)null!);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(call), call, "no such case");
        }
    }
}

// A tensor that a module trains. It takes over the handle of the tensor that it is made from, which is invalid afterwards.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.DecoupleFromNativeHandle())
    {
        this.requires_grad = requires_grad;
    }
}

using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            // Scales all gradients by the same factor so that the norm of them together is at most max_norm; gives the norm before.
            // A norm that is not finite spreads to every gradient, as in PyTorch: the caller looks at what is returned.
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var withoutGraph = no_grad();
                var gradients = tensors.Select(tensor => tensor.grad).OfType<Tensor>().ToList();
                if (gradients.Count == 0)
                {
                    return 0;
                }

                var total = TotalNorm(gradients, norm_type);
                var factor = max_norm / (total + 1e-6);
                if (!(factor >= 1))
                {
                    foreach (var gradient in gradients)
                    {
                        gradient.mul_(factor);
                    }
                }

                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var withoutGraph = no_grad();
                foreach (var gradient in tensors.Select(tensor => tensor.grad).OfType<Tensor>())
                {
                    gradient.clamp_(-clip_value, clip_value);
                }
            }

            private static double TotalNorm(List<Tensor> gradients, double normType)
            {
                if (double.IsPositiveInfinity(normType))
                {
                    return stack([.. gradients.Select(gradient => gradient.abs().max())]).max().ToDouble();
                }

                var norms = gradients.Select(gradient => gradient.norm((float)normType)).ToArray();
                return stack(norms).norm((float)normType).ToDouble();
            }
        }
    }
}

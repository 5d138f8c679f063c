// Initial values of weights, in place, as torch.nn.init makes them.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class init
        {
            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            // param is LeakyReLU's negative slope.
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };

            public static Tensor constant_(Tensor tensor, Scalar val) => WithoutGraph(() => tensor.fill_(val));

            public static Tensor zeros_(Tensor tensor) => WithoutGraph(() => tensor.zero_());

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                WithoutGraph(() => tensor.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                WithoutGraph(() => tensor.normal_(mean, std, generator));

            // Glorot and Bengio, 2010.
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) =>
                normal_(tensor, 0, XavierDeviation(tensor, gain));

            // He et al., 2015.
            public static Tensor kaiming_uniform_(
                Tensor tensor,
                double a = 0,
                FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(
                Tensor tensor,
                double a = 0,
                FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException(
                        $"Fan-in and fan-out need two dimensions or more; the shape is [{string.Join(", ", shape)}].");
                }

                var field = shape[2..].Aggregate(1L, (product, size) => product * size);
                return (shape[1] * field, shape[0] * field);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor WithoutGraph(Func<Tensor> change)
            {
                using var withoutGraph = no_grad();
                return change();
            }
        }
    }
}

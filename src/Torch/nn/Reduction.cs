namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public enum Reduction : long
            {
                None = 0,
                Mean = 1,
                Sum = 2,
            }
        }
    }

    public abstract class Loss<T1, T2, T3, T4, TResult> : torch.nn.Module<T1, T2, T3, T4, TResult>
    {
        protected Loss(torch.nn.Reduction reduction)
            : base("Loss")
        {
            this.reduction = reduction;
        }

        public torch.nn.Reduction reduction { get; }
    }
}

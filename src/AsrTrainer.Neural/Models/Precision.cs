namespace AsrTrainer.Neural.Models;

/// <summary>The arithmetic of matrix products, convolutions and the fused GRU. Weights, normalisation and loss are always fp32.</summary>
public enum Precision
{
    /// <summary>Single precision everywhere: the reference.</summary>
    Fp32,

    /// <summary>bfloat16 factors with fp32 sums. It makes no promise about padding beyond its own rounding.</summary>
    Bf16,
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Products of matrices, and spectra.</content>
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => NativeMethods.asr_matmul(this, target);

        public Tensor mm(Tensor target) => NativeMethods.asr_mm(this, target);

        public Tensor bmm(Tensor batch2) => NativeMethods.asr_bmm(this, batch2);

        public Tensor mv(Tensor target) => NativeMethods.asr_mv(this, target);

        public Tensor dot(Tensor target) => NativeMethods.asr_dot(this, target);

        public Tensor outer(Tensor vec2) => NativeMethods.asr_outer(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            NativeMethods.asr_addmm(this, mat1, mat2, beta, alpha);

        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
            PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            NativeMethods.asr_stft(this, n_fft, hop_length, win_length, window, center.Flag(), NameOf(pad_mode), normalized.Flag(),
                onesided.Ternary(), return_complex.Ternary());

        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true,
            bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            NativeMethods.asr_istft(this, n_fft, hop_length, win_length, window, center.Flag(), normalized.Flag(), onesided.Ternary(),
                length, return_complex.Flag());

        private static string NameOf(PaddingModes mode) => mode switch
        {
            PaddingModes.Reflect => "reflect",
            PaddingModes.Replicate => "replicate",
            PaddingModes.Circular => "circular",
            PaddingModes.Constant or PaddingModes.Zeros => "constant",
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "An unknown way of padding."),
        };
    }

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor einsum(string equation, params Tensor[] tensors) => NativeMethods.asr_einsum(equation, tensors);

    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null,
        bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null,
        bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null,
        bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);
}

#!/usr/bin/python3
"""Writes tests/golden/*.safetensors: what PyTorch and torchaudio compute, for our tests to compare with.

usage: /usr/bin/python3 scripts/make_golden.py [FOLDER]     (default: tests/golden; needs python3-torch and python3-torchaudio)

Python is needed to make these files, never to use them: they are committed. Inputs and parameters are stored in float32. Results
are computed twice from those float32 numbers: in double precision (plain names: output, grad.weight, ...) and in single
(the same names behind "float32."). tests/golden/README.md lists every file and tensor.
"""
import json
import os
import struct
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F
import torchaudio

SEED = 20240229
DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}


class ContiguousGradient(torch.autograd.Function):
    """PyTorch 1.13's GELU gives back uninitialised memory in its backward pass when the incoming gradient is not contiguous."""

    @staticmethod
    def forward(ctx, x):
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return gradient.contiguous()


def gelu(x):
    return ContiguousGradient.apply(F.gelu(x))


def write(folder, name, tensors, **metadata):
    """A safetensors file: length of the header, header in JSON, raw little-endian tensors."""
    metadata = {"tool": "scripts/make_golden.py", "torch": torch.__version__, "torchaudio": torchaudio.__version__,
                "seed": str(SEED), **{key: str(value) for key, value in metadata.items()}}
    header, body = {"__metadata__": metadata}, b""
    for key in sorted(tensors):
        tensor = tensors[key].detach().contiguous()
        raw = tensor.numpy().tobytes()
        header[key] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path = os.path.join(folder, name + ".safetensors")
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)
    print(f"{path}: {len(tensors)} tensors, {os.path.getsize(path)} bytes")


def in_both_precisions(compute, inputs):
    """compute(inputs) -> results, run in float64 and in float32 on the same float32 numbers; both, with the inputs."""
    stored = dict(inputs)
    for dtype, prefix in ((torch.float64, ""), (torch.float32, "float32.")):
        leaves = {key: value.to(dtype).clone().requires_grad_() if value.is_floating_point() else value for key, value in inputs.items()}
        results = compute(leaves)
        for key, value in results.items():
            stored[prefix + key] = value.detach().reshape(value.shape or (1,))
        for key, leaf in leaves.items():
            if leaf.requires_grad and leaf.grad is not None:
                stored[f"{prefix}grad.{key}"] = leaf.grad
    return stored


def uniform(*shape, scale=1.0):
    return (torch.rand(*shape) * 2 - 1) * scale


def make_log_mel(folder):
    """Two utterances of 4000 and 2500 samples in a zero-padded batch: tones, noise, and silence at the end of the first."""
    time = torch.arange(4000) / 16000.0
    first = (0.4 * torch.sin(2 * torch.pi * 440 * time) + 0.2 * torch.sin(2 * torch.pi * (200 + 6000 * time) * time)
             + 0.05 * torch.randn(4000))
    first[3400:] = 0
    second = 0.3 * torch.sin(2 * torch.pi * 3000 * time) + 0.1 * torch.randn(4000)
    second[2500:] = 0
    samples = torch.stack([first, second]).float()
    # torchaudio 0.13 casts its filterbank to single precision, so the double result is made from that filterbank, raised to double.
    results = {"samples": samples, "lengths": torch.tensor([4000, 2500])}
    for dtype, prefix in ((torch.float64, ""), (torch.float32, "float32.")):
        mel = torchaudio.transforms.MelSpectrogram(sample_rate=16000, n_fft=400, win_length=400, hop_length=160, n_mels=80, power=2.0,
                                                   center=True, pad_mode="constant", mel_scale="htk", norm=None)
        filterbank = mel.mel_scale.fb.clone()
        mel = mel.to(dtype)
        if dtype == torch.float64:
            mel.spectrogram.window = torch.hann_window(400, dtype=dtype)
        power = mel(samples.to(dtype))
        results["filterbank"] = filterbank
        results[prefix + "log_mel"] = torch.log(power + 1e-6)
    write(folder, "log_mel", results, sample_rate=16000, n_fft=400, win_length=400, hop_length=160, n_mels=80, center=True,
          pad_mode="constant", power=2, mel_scale="htk", norm=None, window="hann, periodic", log_offset="1e-6")


def make_layers(folder):
    def simple(name, forward, inputs, **metadata):
        def compute(x):
            output = forward(x)
            (output * x["loss_weights"].detach()).sum().backward()
            return {"output": output}
        write(folder, name, in_both_precisions(compute, inputs), loss="(output * loss_weights).sum()", **metadata)

    simple("linear", lambda x: F.linear(x["input"], x["weight"], x["bias"]),
           {"input": torch.randn(2, 5, 6), "weight": uniform(4, 6), "bias": uniform(4), "loss_weights": torch.randn(2, 5, 4)})
    simple("conv2d", lambda x: F.conv2d(x["input"], x["weight"], x["bias"], stride=2, padding=1),
           {"input": torch.randn(2, 3, 8, 9), "weight": uniform(4, 3, 3, 3), "bias": uniform(4), "loss_weights": torch.randn(2, 4, 4, 5)},
           kernel=3, stride=2, padding=1)
    simple("conv2d_stride1", lambda x: F.conv2d(x["input"], x["weight"], x["bias"], stride=1, padding=1),
           {"input": torch.randn(2, 3, 6, 7), "weight": uniform(3, 3, 3, 3), "bias": uniform(3), "loss_weights": torch.randn(2, 3, 6, 7)},
           kernel=3, stride=1, padding=1)
    simple("layer_norm", lambda x: F.layer_norm(x["input"], (6,), x["weight"], x["bias"], eps=1e-5),
           {"input": torch.randn(2, 5, 6) * 3 + 1, "weight": uniform(6) + 1, "bias": uniform(6), "loss_weights": torch.randn(2, 5, 6)},
           eps=1e-5)
    simple("gelu", lambda x: gelu(x["input"]),
           {"input": torch.cat([torch.linspace(-8, 8, 33), torch.randn(31)]).reshape(4, 16), "loss_weights": torch.randn(4, 16)},
           approximate=None)


def make_recurrent(folder):
    """Two layers, batch first, packed by lengths, initial states zero; outputs beyond an utterance's length are zero."""
    batch, frames, features, hidden = 3, 7, 5, 4
    for cell in ("gru", "lstm"):
        for bidirectional in (True, False):
            def build(dtype):
                kind = nn.GRU if cell == "gru" else nn.LSTM
                return kind(features, hidden, num_layers=2, batch_first=True, bidirectional=bidirectional).to(dtype)

            width = hidden * (2 if bidirectional else 1)
            lengths = torch.tensor([7, 5, 2])
            inputs = {key: uniform(*value.shape, scale=0.5) for key, value in build(torch.float32).named_parameters()}
            inputs["input"] = torch.randn(batch, frames, features)
            inputs["loss_weights"] = torch.randn(batch, frames, width)
            inputs["lengths"] = lengths

            def compute(x):
                layer = build(x["input"].dtype)
                with torch.no_grad():
                    for key, value in layer.named_parameters():
                        value.copy_(x[key])
                packed = nn.utils.rnn.pack_padded_sequence(x["input"], lengths, batch_first=True)
                packed_output, state = layer(packed)
                output, _ = nn.utils.rnn.pad_packed_sequence(packed_output, batch_first=True, total_length=frames)
                (output * x["loss_weights"].detach()).sum().backward()
                for key, value in layer.named_parameters():
                    x[key].grad = value.grad
                results = {"output": output}
                if cell == "gru":
                    results["h_n"] = state
                else:
                    results["h_n"], results["c_n"] = state
                return results

            write(folder, cell if bidirectional else cell + "_unidirectional", in_both_precisions(compute, inputs),
                  loss="(output * loss_weights).sum()", num_layers=2, batch_first=True, bidirectional=bidirectional)


def make_ctc(folder):
    """Blank 0. Repeated tokens, an utterance with exactly as many frames as it needs, one with an empty transcript."""
    frames, vocabulary = 12, 6
    inputs = {"logits": torch.randn(4, frames, vocabulary) * 2, "utterance_weights": torch.tensor([1.0, -0.5, 2.0, 0.25]),
              "targets": torch.tensor([[1, 2, 2, 3, 5], [4, 4, 4, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]),
              "input_lengths": torch.tensor([12, 5, 9, 7]), "target_lengths": torch.tensor([5, 3, 1, 0])}

    def compute(x):
        results = {}
        lengths = (x["input_lengths"], x["target_lengths"])
        for reduction in ("none", "sum", "mean"):
            logits = x["logits"].detach().clone().requires_grad_()
            log_probs = F.log_softmax(logits, dim=-1)
            log_probs.retain_grad()
            loss = F.ctc_loss(log_probs.transpose(0, 1), x["targets"], *lengths, blank=0, reduction=reduction)
            (loss * x["utterance_weights"].detach()).sum().backward() if reduction == "none" else loss.backward()
            results |= {f"loss.{reduction}": loss, f"grad_log_probs.{reduction}": log_probs.grad, f"grad_logits.{reduction}": logits.grad}
        results["log_probs"] = log_probs
        # With the second utterance one frame short it cannot be aligned: infinite, or zero with a zero gradient on request.
        short = torch.tensor([12, 4, 9, 7])
        logits = x["logits"].detach().clone().requires_grad_()
        loss = F.ctc_loss(F.log_softmax(logits, dim=-1).transpose(0, 1), x["targets"], short, lengths[1],
                          blank=0, reduction="none", zero_infinity=True)
        loss.sum().backward()
        results |= {"zero_infinity.input_lengths": short, "zero_infinity.loss": loss, "zero_infinity.grad_logits": logits.grad}
        return results

    stored = in_both_precisions(compute, inputs)
    stored.pop("float32.zero_infinity.input_lengths")
    write(folder, "ctc", stored, blank=0, none="backward from (loss * utterance_weights).sum()",
          mean="loss / max(target length, 1), then the mean over utterances")


def make_adamw(folder):
    """Five steps with given gradients, two parameter groups: one with weight decay, one without."""
    inputs = {"weight": torch.randn(4, 3), "bias": torch.randn(3)}
    gradients = {"weight": torch.randn(5, 4, 3), "bias": torch.randn(5, 3) * 0.01}
    options = {"lr": 0.01, "beta1": 0.9, "beta2": 0.98, "eps": 1e-8, "weight_decay": 0.1}

    def compute(x):
        values = {key: nn.Parameter(x[key].detach().clone()) for key in inputs}
        optimizer = torch.optim.AdamW([{"params": [values["weight"]], "weight_decay": 0.1},
                                       {"params": [values["bias"]], "weight_decay": 0.0}],
                                      lr=0.01, betas=(0.9, 0.98), eps=1e-8)
        trace = {key: [] for key in inputs}
        for step in range(5):
            for key, value in values.items():
                value.grad = gradients[key][step].to(value.dtype)
            optimizer.step()
            for key, value in values.items():
                trace[key].append(value.detach().clone())
        results = {f"after.{key}": torch.stack(steps) for key, steps in trace.items()}
        for key, value in values.items():
            results[f"exp_avg.{key}"] = optimizer.state[value]["exp_avg"]
            results[f"exp_avg_sq.{key}"] = optimizer.state[value]["exp_avg_sq"]
        return results

    stored = in_both_precisions(compute, inputs) | {f"step_gradients.{key}": value for key, value in gradients.items()}
    write(folder, "adamw", stored, groups="weight: weight_decay 0.1; bias: weight_decay 0", **options)


def mask(x, lengths):
    """Zeroes the frames beyond each utterance's length; time is the last axis of (B,C,F,T)."""
    frames = torch.arange(x.shape[-1])
    return x * (frames[None] < lengths[:, None]).to(x.dtype)[:, None, None, :]


def model_parameters(channels, mels, width, hidden, vocabulary, cnn_blocks, rnn_blocks):
    p = {"stem.weight": uniform(channels, 1, 3, 3, scale=0.4), "stem.bias": uniform(channels, scale=0.2)}
    for i in range(cnn_blocks):
        for k in (1, 2):
            p |= {f"cnn.{i}.norm{k}.weight": 1 + uniform(mels // 2, scale=0.2), f"cnn.{i}.norm{k}.bias": uniform(mels // 2, scale=0.2),
                  f"cnn.{i}.conv{k}.weight": uniform(channels, channels, 3, 3, scale=0.2),
                  f"cnn.{i}.conv{k}.bias": uniform(channels, scale=0.1)}
    p |= {"projection.weight": uniform(width, channels * mels // 2, scale=0.2), "projection.bias": uniform(width, scale=0.1)}
    for i in range(rnn_blocks):
        size = width if i == 0 else 2 * hidden
        p |= {f"rnn.{i}.norm.weight": 1 + uniform(size, scale=0.2), f"rnn.{i}.norm.bias": uniform(size, scale=0.2)}
        for suffix in ("", "_reverse"):
            for key, shape in (("weight_ih_l0", (3 * hidden, size)), ("weight_hh_l0", (3 * hidden, hidden)),
                               ("bias_ih_l0", (3 * hidden,)), ("bias_hh_l0", (3 * hidden,))):
                p[f"rnn.{i}.rnn.{key}{suffix}"] = uniform(*shape, scale=0.4)
    return p | {"head.hidden.weight": uniform(hidden, 2 * hidden, scale=0.4), "head.hidden.bias": uniform(hidden, scale=0.1),
                "head.output.weight": uniform(vocabulary, hidden, scale=0.6), "head.output.bias": uniform(vocabulary, scale=0.1)}


def make_model(folder):
    """The whole model, forward and backward: stem, ResCNN blocks, projection, BiGRU blocks, head, CTC. No dropout."""
    batch, mels, channels, width, hidden, vocabulary, blocks = 3, 16, 4, 12, 10, 8, 2
    feature_lengths = torch.tensor([37, 30, 21])
    parameters = model_parameters(channels, mels, width, hidden, vocabulary, blocks, blocks)
    features = torch.randn(batch, mels, 37)
    features = features * (torch.arange(37)[None] < feature_lengths[:, None]).float()[:, None, :]
    inputs = parameters | {"features": features, "feature_lengths": feature_lengths,
                           "targets": torch.tensor([[3, 1, 1, 7, 2, 5], [4, 4, 6, 2, 1, 0], [7, 5, 5, 3, 0, 0]]),
                           "target_lengths": torch.tensor([6, 5, 4])}

    def compute(x):
        lengths = (x["feature_lengths"] + 1) // 2
        y = F.conv2d(mask(x["features"].unsqueeze(1), x["feature_lengths"]), x["stem.weight"], x["stem.bias"], stride=2, padding=1)
        y = mask(y, lengths)
        results = {"activation.stem": y}
        for i in range(blocks):
            z = y
            for k in (1, 2):
                z = F.layer_norm(z.transpose(2, 3), (mels // 2,), x[f"cnn.{i}.norm{k}.weight"], x[f"cnn.{i}.norm{k}.bias"]).transpose(2, 3)
                z = F.conv2d(mask(gelu(z), lengths), x[f"cnn.{i}.conv{k}.weight"], x[f"cnn.{i}.conv{k}.bias"], padding=1)
                z = mask(z, lengths)
            y = y + z
            results[f"activation.cnn.{i}"] = y
        y = y.permute(0, 3, 1, 2).flatten(2)  # (B,C,F,T) to (B,T,C*F), channel first, then mel
        y = F.linear(y, x["projection.weight"], x["projection.bias"])
        valid = (torch.arange(y.shape[1])[None] < lengths[:, None]).to(y.dtype)[:, :, None]
        results["activation.projection"] = y * valid
        for i in range(blocks):
            y = gelu(F.layer_norm(y, (y.shape[-1],), x[f"rnn.{i}.norm.weight"], x[f"rnn.{i}.norm.bias"]))
            layer = nn.GRU(y.shape[-1], hidden, batch_first=True, bidirectional=True).to(y.dtype)
            names = [name for name, _ in layer.named_parameters()]
            for name in names:  # so that the gradient reaches the leaves themselves
                delattr(layer, name)
                setattr(layer, name, x[f"rnn.{i}.rnn.{name}"])
            layer._flat_weights = [getattr(layer, name) for name in layer._flat_weights_names]
            packed, _ = layer(nn.utils.rnn.pack_padded_sequence(y, lengths, batch_first=True))
            y, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=y.shape[1])
            results[f"activation.rnn.{i}"] = y
        y = F.linear(gelu(F.linear(y, x["head.hidden.weight"], x["head.hidden.bias"])), x["head.output.weight"], x["head.output.bias"])
        log_probs = F.log_softmax(y, dim=-1)
        per_utterance = F.ctc_loss(log_probs.transpose(0, 1), x["targets"], lengths, x["target_lengths"], blank=0, reduction="none")
        loss = per_utterance.sum() / batch
        loss.backward()
        return results | {"log_probs": log_probs * valid, "lengths": lengths, "loss_per_utterance": per_utterance, "loss": loss}

    stored = in_both_precisions(compute, inputs)
    stored = {key: value for key, value in stored.items() if key != "float32.lengths" and not key.startswith("float32.activation.")}
    # conv1.bias shifts a whole column of mels, which norm2 takes away again: its true gradient is zero, and what is there is rounding.
    whole = torch.cat([stored["grad." + key].flatten() for key in parameters]).norm()
    for key in parameters:
        error = (stored["float32.grad." + key].double() - stored["grad." + key]).norm() / max(stored["grad." + key].norm(), 1e-2 * whole)
        if not error < 1e-5:
            raise SystemExit(f"model: the float32 gradient of {key} is {error:.1e} away from the float64 one")
    write(folder, "model", stored, batch=batch, mels=mels, channels=channels, cnn_blocks=blocks, rnn_blocks=blocks, width=width,
          hidden=hidden, vocabulary=vocabulary, cell="gru", bidirectional=True, dropout=0, loss="sum of CTC losses / utterances")


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(root, "tests", "golden")
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    for number, make in enumerate((make_log_mel, make_layers, make_recurrent, make_ctc, make_adamw, make_model)):
        torch.manual_seed(SEED + number)
        make(folder)


if __name__ == "__main__":
    main()

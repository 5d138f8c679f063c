"""The published model: residual convolutions, LayerNorm and GELU before bidirectional GRUs, a head of two linear layers."""
import torch
import torch.nn as nn
import torch.nn.functional as F

CHANNELS = 32


class ContiguousGradient(torch.autograd.Function):
    """PyTorch 1.13's oneDNN GELU returns uninitialised memory for a gradient that is not contiguous, which a batch-first GRU sends back."""

    @staticmethod
    def forward(context, x):
        return x.view_as(x)

    @staticmethod
    def backward(context, gradient):
        return gradient.contiguous()


def gelu(x):
    return ContiguousGradient.apply(F.gelu(x))


class Gelu(nn.Module):
    def forward(self, x):
        return gelu(x)


class BandNorm(nn.Module):
    """LayerNorm over the mel bands of (B,C,F,T)."""

    def __init__(self, bands):
        super().__init__()
        self.norm = nn.LayerNorm(bands)

    def forward(self, x):
        return self.norm(x.transpose(2, 3)).transpose(2, 3)


class ResidualBlock(nn.Module):
    def __init__(self, bands, dropout):
        super().__init__()
        self.first, self.second = (nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1) for _ in range(2))
        self.first_norm, self.second_norm = BandNorm(bands), BandNorm(bands)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        y = self.first(self.dropout(gelu(self.first_norm(x))))
        return self.second(self.dropout(gelu(self.second_norm(y)))) + x


class RecurrentBlock(nn.Module):
    def __init__(self, inputs, width, dropout, batch_first):
        super().__init__()
        self.norm = nn.LayerNorm(inputs)
        self.gru = nn.GRU(inputs, width, batch_first=batch_first, bidirectional=True)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(self.gru(gelu(self.norm(x)))[0])


class Recogniser(nn.Module):
    """Features (B,1,F,T) to scores (B,T/2,V)."""

    def __init__(self, options, tokens):
        super().__init__()
        width, bands = options.rnn, options.mels // 2
        self.stem = nn.Conv2d(1, CHANNELS, 3, stride=2, padding=1)
        self.cnn = nn.Sequential(*[ResidualBlock(bands, options.dropout) for _ in range(options.cnn)])
        self.projection = nn.Linear(CHANNELS * bands, width)
        # The published code has its recurrent layers, from the second on, run over the batch instead of time.
        self.rnn = nn.Sequential(*[
            RecurrentBlock(width if i == 0 else 2 * width, width, options.dropout, i == 0 or not options.time_major_bug)
            for i in range(options.layers)])
        self.head = nn.Sequential(nn.Linear(2 * width, width), Gelu(), nn.Dropout(options.dropout), nn.Linear(width, tokens))

    def forward(self, x):
        x = self.cnn(self.stem(x))
        batch, channels, bands, frames = x.shape
        return self.head(self.rnn(self.projection(x.reshape(batch, channels * bands, frames).transpose(1, 2))))

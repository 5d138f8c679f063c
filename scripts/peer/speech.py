"""A corpus in memory, and batches of features."""
import glob
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn as nn

RATE = 16000
ALPHABET = "' abcdefghijklmnopqrstuvwxyz"
BLANK = len(ALPHABET)


def read(path):
    """The samples of an audio file."""
    command = ["ffmpeg", "-v", "error", "-i", path, "-ar", str(RATE), "-ac", "1", "-f", "f32le", "-"]
    return torch.from_numpy(np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32).copy())


def corpus(folder):
    """All utterances of a folder in LibriSpeech layout: samples and transcript."""
    listed = []
    for transcripts in sorted(glob.glob(f"{folder}/**/*.trans.txt", recursive=True)):
        with open(transcripts, encoding="utf-8") as lines:
            for line in lines:
                utterance, text = line.rstrip("\n").split(" ", 1)
                listed.append((f"{os.path.dirname(transcripts)}/{utterance}.flac", text.lower()))
    with ThreadPoolExecutor(os.cpu_count()) as readers:
        return list(zip(readers.map(read, [path for path, _ in listed]), [text for _, text in listed]))


def seconds(items):
    return sum(len(samples) for samples, _ in items) / RATE


class Features:
    """Normalised log-mel features of utterances, and with them everything that the loss needs."""

    def __init__(self, options):
        import torchaudio  # Only here: the memory of a step on random features is measured without it.

        self.mel = torchaudio.transforms.MelSpectrogram(sample_rate=RATE, n_mels=options.mels, n_fft=400, hop_length=options.hop)
        self.masks = nn.Sequential(torchaudio.transforms.FrequencyMasking(15), torchaudio.transforms.TimeMasking(35))

    def of(self, samples, training):
        x = torch.log(self.mel(samples) + 1e-6)
        x = (x - x.mean()) / x.std()
        return (self.masks(x.unsqueeze(0)).squeeze(0) if training else x).t()

    def batch(self, items, training):
        """(B,1,F,T), model frames (B), all tokens, tokens of each (B)."""
        features = [self.of(samples, training) for samples, _ in items]
        frames = torch.tensor([(x.shape[0] + 1) // 2 for x in features])
        padded = nn.utils.rnn.pad_sequence(features, batch_first=True).unsqueeze(1).transpose(2, 3)
        tokens = [[ALPHABET.index(character) for character in text] for _, text in items]
        return padded, frames, torch.tensor(sum(tokens, [])), torch.tensor([len(one) for one in tokens])

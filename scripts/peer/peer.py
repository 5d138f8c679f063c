#!/usr/bin/python3
"""The published recipe in PyTorch, to measure against.

usage: peer.py CORPUS [--bucket] [--no-eval] [--rnn 512 --layers 5 --cnn 3 --batch 20 --epochs 30 --threads 2 --minutes M]
       peer.py --bench 10 --batch 8 [--steps 5] [--only train,infer] [--threads 2] [--bf16]

CORPUS holds train/ and test/ in LibriSpeech layout (SPEAKER/CHAPTER/SPEAKER-CHAPTER.trans.txt beside .flac files).
Prints a JSON line for each epoch: wall seconds, loss, audio seconds trained in a wall second, WER and CER on test.
"""
import argparse
import random

import torch

import fixed_batch
import training

NUMBERS = [
    ("rnn", 512), ("layers", 5), ("cnn", 3), ("batch", 20), ("epochs", 30), ("threads", 2), ("mels", 128), ("hop", 200), ("steps", 5),
    ("lr", 5e-4), ("minutes", 1e9), ("dropout", 0.1)]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?")
    for name, value in NUMBERS:
        parser.add_argument("--" + name, type=type(value), default=value)
    parser.add_argument("--time-major-bug", action="store_true", help="recurrent layers from the second on take the batch for time")
    parser.add_argument("--no-eval", action="store_true", help="no scores")
    parser.add_argument("--bucket", action="store_true", help="batches of like length, in random order (the recipe pads at random)")
    parser.add_argument("--bench", type=float, metavar="SECONDS", help="no corpus: time a step on --batch random clips of so many seconds")
    parser.add_argument("--only", type=lambda text: text.split(","), default=["train", "infer"], help="with --bench")
    parser.add_argument("--bf16", action="store_true", help="with --bench: autocast (needs PyTorch 2)")
    options = parser.parse_args()
    if not options.bench and not options.corpus:
        parser.error("name a corpus, or give --bench")
    return options


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(7)
    random.seed(7)
    if options.bench:
        fixed_batch.measure(options)
    else:
        training.train(options)


if __name__ == "__main__":
    main()

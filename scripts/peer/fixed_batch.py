"""Times a training step and inference on one batch of random features."""
import json
import resource
import time

import torch

from model import Recogniser
from speech import ALPHABET, BLANK, RATE
from training import learn

TOKENS_PER_SECOND = 12
PRODUCT = 2048


def times(work, count):
    """Seconds of each of several times, after one that does not count."""
    work()
    found = []
    for _ in range(count):
        start = time.time()
        work()
        found.append(time.time() - start)
    return sorted(found)


def median(found):
    return (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2


def measure(options):
    """Prints one JSON line. Memory is that of training alone, which comes first."""
    frames, tokens = int(options.bench * RATE / options.hop), int(options.bench * TOKENS_PER_SECOND)
    net = Recogniser(options, len(ALPHABET) + 1)
    x, y = torch.randn(options.batch, 1, options.mels, frames), torch.randint(0, BLANK, (options.batch, tokens))
    frame_counts, token_counts = torch.full((options.batch,), (frames + 1) // 2), torch.full((options.batch,), tokens)
    row = {"torch": torch.__version__, "threads": options.threads, "bf16": options.bf16}
    audio = options.batch * options.bench

    def forward():
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bf16):
            return net(x)

    if "train" in options.only:
        optimizer = torch.optim.AdamW(net.parameters(), options.lr)

        def step():
            optimizer.zero_grad()
            if learn(net, optimizer, forward(), y, frame_counts, token_counts) is None:
                raise ArithmeticError("the loss or the gradient was no number, so that the step was left out")

        found = times(step, options.steps)
        row |= {"train_s": round(median(found), 4), "train_least_s": round(found[0], 4), "train_x": round(audio / median(found), 2),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1)}
    if "infer" in options.only:
        net.eval()
        with torch.no_grad():
            found = times(forward, options.steps)
        row |= {"infer_s": round(median(found), 4), "infer_least_s": round(found[0], 4), "infer_x": round(audio / median(found), 2)}
    a, b = torch.randn(PRODUCT, PRODUCT), torch.randn(PRODUCT, PRODUCT)
    row["gemm_gflops"] = round(2 * PRODUCT**3 / times(lambda: a @ b, options.steps)[0] / 1e9)
    print(json.dumps(row), flush=True)

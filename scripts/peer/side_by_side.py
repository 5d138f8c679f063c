#!/usr/bin/python3
"""Runs the peer and asr beside each other and prints how many times faster asr is; scripts/bench_peer.sh calls it.

usage: side_by_side.py --asr PROGRAM --corpus FOLDER --work FOLDER [--json] [--quick] [--batch 8 --seconds 10 --steps 5]

The peer is tried with 1 thread and with all, with and without ATEN_CPU_CAPABILITY=avx512, with threads that sleep or spin while they
wait; then the fastest ways are measured in turn with asr, so that whatever else goes on meets both. The fastest median of each side counts.
"""
import argparse
import csv
import json
import math
import os
import re
import statistics
import subprocess
import sys
import time

PEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer.py")
SMALL = {"rnn": 256, "layers": 3, "cnn": 2, "mels": 80, "hop": 160, "batch": 16}
MAX_BATCH_SECONDS = 60
CONFIGURATION = """\
data: {{train: "{corpus}/train", max_seconds: 120, workers: 2, prefetch_batches: 8}}
features: {{mels: {mels}, hop_samples: {hop}, window_samples: 400}}
model: {{stride: 2, cnn_channels: 32, cnn_blocks: {cnn}, projection_width: {rnn}, rnn_blocks: {layers}, rnn_width: {rnn},
  head_width: {rnn}, dropout: 0.1}}
augmentation:
  spec_augment: {{frequency_masks: 2, frequency_width: 15, time_masks: 2, time_width: 20}}
  speed_factors: [0.9, 1.0, 1.1]
batching: {{max_batch_seconds: {seconds}}}
training: {{epochs: {epochs}}}
"""


class Way:
    """One way of running the peer: threads, instruction set, and what threads do while they wait."""

    def __init__(self, threads, avx512, wait):
        self.threads, self.avx512, self.wait = threads, avx512, wait

    def __str__(self):
        return f"{self.threads} thread{'' if self.threads == 1 else 's'}{', avx512' if self.avx512 else ''}" + (
            f", {self.wait}" if self.threads > 1 else "")

    def run(self, *arguments, limit=None):
        """The JSON lines that the peer prints; TimeoutExpired after so many seconds."""
        changes = {"OMP_WAIT_POLICY": self.wait}
        if self.avx512:
            changes["ATEN_CPU_CAPABILITY"] = "avx512"
        environment = {name: value for name, value in os.environ.items() if name not in ("ATEN_CPU_CAPABILITY", "OMP_NUM_THREADS")}
        command = ["/usr/bin/python3", "-B", PEER, "--threads", self.threads, *arguments]
        output = call(command, environment | changes, limit)
        return [json.loads(line) for line in output.splitlines()]


def ways(quick, cores):
    """One thread, a thread for each core that asr counts, and for each processor that the system shows."""
    several = [Way(threads, avx512, wait) for threads in sorted({cores, len(os.sched_getaffinity(0))} - {1})
               for wait in ("PASSIVE", "ACTIVE") for avx512 in (False, True)]
    found = [Way(1, False, "PASSIVE"), Way(1, True, "PASSIVE"), *several]
    return [way for way in found if way.wait == "PASSIVE" and way.avx512 == has("avx512f")] if quick else found


def has(flag):
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        return any(line.startswith("flags") and flag in line.split() for line in lines)


def call(command, environment=None, limit=None):
    """stdout of a command; one that fails ends all of this with what it said."""
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, check=False,
                          timeout=limit)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(word) for word in command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    call.messages = done.stderr
    return done.stdout


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def fixed_batch(options):
    """The fixed batch: the peer's fastest run of each part, asr's for each precision, and the first looks at the peer's training."""
    size = ["--bench", options.seconds, "--batch", options.batch]
    tried = {"train": [], "infer": []}
    limit = None
    for way in ways(options.quick, options.cores):
        start = time.time()
        try:
            row = way.run(*size, "--steps", 1, limit=limit)[0]
        except subprocess.TimeoutExpired:
            # Spinning threads on a machine that is not idle may take a hundred times as long.
            say(f"peer, {way}: given up, several times slower than another way")
            continue
        limit = min(limit or math.inf, 30 + 4 * (time.time() - start))
        say(f"peer, {way}, a first look: train {row['train_s']} s, infer {row['infer_s']} s")
        for part in tried:
            tried[part].append((row[f"{part}_s"], way))
    chosen = {part: [way for _, way in sorted(rows, key=first)[:1 if options.quick else 2]] for part, rows in tried.items()}
    found = {"train": [], "infer": []}
    ours = {"train": {}, "infer": {}}
    for _ in range(1 if options.quick else 2):
        for part in found:
            for way in chosen[part]:
                row = way.run(*size, "--steps", options.steps, "--only", part)[0]
                say(f"peer, {way}: {part} {row[f'{part}_s']} s")
                found[part].append((row[f"{part}_s"], way, row))
            for precision in options.precisions:
                row = asr_bench(options, part, precision)
                say(f"asr, {precision}: {part} {row['median_seconds']} s")
                ours[part].setdefault(precision, []).append(row)
    best = {part: min(rows, key=first) for part, rows in found.items()}
    # Both sides the same: the median of the best turn.
    ours = {part: {precision: min(rows, key=lambda row: row["median_seconds"]) for precision, rows in all_.items()}
            for part, all_ in ours.items()}
    return best, ours, tried["train"]


def asr_bench(options, part, precision):
    report = json.loads(call([
        options.asr, "bench", "--only", part, "--precision", precision, "--batch", options.batch, "--seconds", options.seconds,
        "--steps", options.steps, "--json"]))
    row = report[part][0]
    row["threads"] = report["threads"]
    row["limit"] = max(limit["gflops"] for limit in report["limits"])
    return row


def epochs(options, looks):
    """Audio seconds in a second over an epoch of the small model: the peer's two orders, and asr for each precision."""
    # One thread and all of them, each as it trained fastest.
    of_threads = {}
    for _, way in sorted(looks, key=first):
        of_threads.setdefault(way.threads, way)
    sizes = [word for name, value in SMALL.items() for word in (f"--{name}", value)]
    rates, utterances, audio = {}, 0, 0.0
    for name, flags in (("bucket", ["--bucket"]), ("published", [])):
        for way in of_threads.values():
            # The published order takes minutes an epoch: only on the threads that the other order was fastest on.
            if name == "published" and way is not max(rates["bucket"], key=first)[1]:
                continue
            head, *rows = way.run(options.corpus, *flags, *sizes, "--epochs", 1 if options.quick else 2, "--no-eval")
            rate = max(row["audio_x"] for row in rows)
            say(f"peer, {name}, {way}: {rate} seconds of audio in a second")
            rates.setdefault(name, []).append((rate, way))
            utterances, audio = head["utterances"], head["audio_s"]
    ours = {precision: asr_train(options, precision, utterances, audio) for precision in options.precisions}
    return {name: max(some, key=first) for name, some in rates.items()}, ours


def first(row):
    return row[0]


def asr_train(options, precision, utterances, audio):
    folder = os.path.join(options.work, f"run-{precision}")
    configuration = os.path.join(options.work, f"{precision}.yaml")
    with open(configuration, "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(
            corpus=os.path.abspath(options.corpus), seconds=MAX_BATCH_SECONDS, epochs=2 if options.quick else 4, **SMALL))
    call([options.asr, "train", configuration, "--run-dir", folder, "--precision", precision])
    said = re.search(r"^train: (\d+) utterance", call.messages, re.MULTILINE)
    if not said or int(said[1]) != utterances:
        sys.exit(f"asr trained on other utterances than the peer's {utterances}:\n{call.messages[-2000:]}")
    with open(os.path.join(folder, "history.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[1:]
    # Both sides get the corpus as long as it is, whatever speed each utterance was given.
    rate = audio / statistics.median(float(row["train_seconds"]) for row in rows)
    wait = statistics.median(float(row["wait_share"]) for row in rows)
    say(f"asr, {precision}: {rate:.1f} seconds of audio in a second, waiting {wait:.2%}")
    return rate, wait


def figures(steps, rounds):
    best, ours, _ = steps
    peer_epochs, our_epochs = rounds
    result = {}
    for part in ("train", "infer"):
        for precision in ("bf16", "fp32"):
            row = ours[part].get(precision)
            result[f"{part}_{precision}"] = row and round(best[part][0] / row["median_seconds"], 3)
    fastest = max(rate for rate, _ in our_epochs.values())
    for name in ("published", "bucket"):
        result[f"epoch_{name}"] = round(fastest / peer_epochs[name][0], 3)
    for precision in ("bf16", "fp32"):
        row = ours["train"].get(precision)
        result[f"memory_{precision}_mb"] = row and row["peak_memory_mb"]
    result["memory_mb"] = max(row["peak_memory_mb"] for row in ours["train"].values())
    result["peer_memory_mb"] = best["train"][2]["peak_mb"]
    for precision in ("bf16", "fp32"):
        row = ours["train"].get(precision)
        result[f"limit_share_{precision}"] = row and round(row["limit_share"], 4)
    result["wait_share"] = round(max(wait for _, wait in our_epochs.values()), 4)
    return result


def table(options, steps, rounds):
    """Both sides as rows of Markdown."""
    best, ours, _ = steps
    peer_epochs, our_epochs = rounds
    audio = options.batch * options.seconds
    yield f"| {options.batch} x {options.seconds:g} s, 128 mels, 3 ResCNN, 5 BiGRU-512 | way | s | audio s/s | ratio | of limit | peak MB |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for part in ("train", "infer"):
        seconds, way, row = best[part]
        yield f"| {part}, peer | {way} | {seconds:.3f} | {audio / seconds:.1f} | 1 | | {row.get('peak_mb', '')} |"
        for precision, found in ours[part].items():
            median = found["median_seconds"]
            yield (f"| {part}, asr | {precision}, {found['threads']} threads | {median:.3f} | {audio / median:.1f} "
                   f"| {seconds / median:.2f} | {found['limit_share']:.1%} of {found['limit']:.0f} GFLOP/s "
                   f"| {found['peak_memory_mb'] if part == 'train' else ''} |")
    yield ""
    yield "| an epoch on the prompts, 80 mels, 2 ResCNN, 3 BiGRU-256 | way | audio s/s | asr over it | waiting |"
    yield "| --- | --- | ---: | ---: | ---: |"
    fastest = max(rate for rate, _ in our_epochs.values())
    for name, (rate, way) in peer_epochs.items():
        yield f"| peer, {name} | {way}, batches of {SMALL['batch']} | {rate:.1f} | {fastest / rate:.2f} | |"
    for precision, (rate, wait) in our_epochs.items():
        yield f"| asr | {precision}, batches of at most {MAX_BATCH_SECONDS} s | {rate:.1f} | | {wait:.2%} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("asr", "corpus", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a rough look: fewer ways, steps and epochs")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--steps", type=int)
    options = parser.parse_args()
    options.steps = options.steps or (2 if options.quick else 5)
    has_bf16, options.cores = machine(options)
    options.precisions = ["bf16", "fp32"] if has_bf16 else ["fp32"]
    steps = fixed_batch(options)
    rounds = epochs(options, steps[2])
    print("\n".join(table(options, steps, rounds)), file=sys.stderr if options.json else sys.stdout)
    if options.json:
        print(json.dumps(figures(steps, rounds), indent=2))


def machine(options):
    """Whether asr has bf16 here, and how many threads it takes."""
    report = json.loads(call([
        options.asr, "bench", "--set", "model.cnn_blocks=0", "--set", "model.rnn_blocks=1", "--set", "model.rnn_width=8", "--batch", 1,
        "--seconds", 1, "--steps", 1, "--only", "infer", "--precision", "auto", "--json"]))
    return report["infer"][0]["precision"] == "bf16", report["threads"]


if __name__ == "__main__":
    main()

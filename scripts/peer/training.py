"""Trains on a corpus and scores it, an epoch at a time."""
import json
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

from model import Recogniser
from speech import ALPHABET, BLANK, Features, corpus, seconds

CLIP = 5.0


def loss_of(scores, tokens, frames, lengths):
    return F.ctc_loss(F.log_softmax(scores.float(), 2).transpose(0, 1), tokens, frames, lengths, blank=BLANK, zero_infinity=True)


def learn(net, optimizer, scores, tokens, frames, lengths):
    """From scores to updated weights; the loss, or None where it or the gradient is no number."""
    loss = loss_of(scores, tokens, frames, lengths)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(net.parameters(), CLIP)
    if not (torch.isfinite(loss) and torch.isfinite(norm)):
        return None
    optimizer.step()
    return loss.item()


def order(items, options):
    """Where the batches of an epoch begin, in items that are put into their order."""
    random.shuffle(items)
    if options.bucket:
        items.sort(key=lambda item: len(item[0]) * random.uniform(0.95, 1.05))
    starts = list(range(0, len(items), options.batch))
    random.shuffle(starts)
    return starts


def edits(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def score(net, features, items, options):
    """Word and character error rates, and the time for a second of audio."""
    net.eval()
    word_errors = words = character_errors = characters = 0
    start = time.time()
    with torch.no_grad():
        for i in range(0, len(items), options.batch):
            part = items[i:i + options.batch]
            x, frames, _, _ = features.batch(part, False)
            for best, count, (_, text) in zip(net(x).argmax(2), frames, part):
                heard = "".join(ALPHABET[token] for token in torch.unique_consecutive(best[:count]) if token != BLANK)
                word_errors, words = word_errors + edits(text.split(), heard.split()), words + len(text.split())
                character_errors, characters = character_errors + edits(text, heard), characters + len(text)
    rate = (time.time() - start) / seconds(items)
    return {"wer": round(word_errors / words, 4), "cer": round(character_errors / characters, 4), "rtf": round(rate, 4)}


def train(options):
    """Prints one JSON line for the corpus and one for each epoch."""
    items = corpus(options.corpus + "/train")
    test = [] if options.no_eval else corpus(options.corpus + "/test")
    features = Features(options)
    net = Recogniser(options, len(ALPHABET) + 1)
    parameters, audio = sum(p.numel() for p in net.parameters()), seconds(items)
    print(json.dumps({"parameters": parameters, "utterances": len(items), "audio_s": round(audio, 3)}), flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), options.lr)
    steps = (len(items) + options.batch - 1) // options.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, options.lr, steps_per_epoch=steps, epochs=options.epochs, anneal_strategy="linear")
    begin = time.time()
    for epoch in range(options.epochs):
        net.train()
        start, losses = time.time(), []
        for i in order(items, options):
            x, frames, tokens, lengths = features.batch(items[i:i + options.batch], True)
            optimizer.zero_grad()
            losses.append(learn(net, optimizer, net(x), tokens, frames, lengths))
            schedule.step()
        took = time.time() - start
        finite = [loss for loss in losses if loss is not None]
        row = {"epoch": epoch + 1, "wall": round(time.time() - begin, 1), "epoch_s": round(took, 2), "audio_x": round(audio / took, 2),
               "loss": round(sum(finite) / max(1, len(finite)), 4), "skipped": len(losses) - len(finite)}
        late = (time.time() - begin) / 60 > options.minutes
        if test and (epoch % 5 == 4 or epoch + 1 == options.epochs or late):
            row |= score(net, features, test, options)
        print(json.dumps(row), flush=True)
        if late:
            break

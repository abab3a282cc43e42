# Training steps for `orthant bench train`: the networks of its rows, one step or one epoch at a time.
import math
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

STEPS = 5  # before the losses are compared again
state = {}


class Nero:
    """Liu, Bernstein, Meister and Yue 2021: mean-free unit rows, steps divided by a running norm of each row's gradient."""

    def __init__(self, parameters, rate=0.01, beta=0.999):
        self.parameters, self.rate, self.beta, self.steps = list(parameters), rate, beta, 0
        self.project()
        self.squares = [torch.zeros(p.shape[0], 1) for p in self.parameters]

    @torch.no_grad()
    def project(self):
        for p in self.parameters:
            p -= p.mean(1, keepdim=True)
            p /= p.norm(dim=1, keepdim=True)

    def zero_grad(self, set_to_none=False):
        for p in self.parameters:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.steps += 1
        for p, square in zip(self.parameters, self.squares):
            norm = p.grad.norm(dim=1, keepdim=True)
            square.mul_(self.beta).addcmul_(norm, norm, value=1 - self.beta)
            root = (square / (1 - self.beta**self.steps)).sqrt()
            p.sub_((p.grad / root).nan_to_num_(0), alpha=self.rate)
        self.project()


class ScaledRelu(nn.Module):
    def forward(self, x):
        return math.sqrt(2) * functional.relu(x)


def perceptron(sizes, bias, activation):
    layers = [nn.Flatten()]
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b, bias=bias), activation()]
    return nn.Sequential(*layers[:-1])


def convolutions(channels, size, classes):
    layers = []
    for a, b in zip(channels, channels[1:]):
        layers += [nn.Conv2d(a, b, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        size //= 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels[-1] * size * size, classes))


class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(a, b, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(b)
        self.conv2 = nn.Conv2d(b, b, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(b)
        self.short = nn.Sequential()
        if a != b:
            self.short = nn.Sequential(nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b))

    def forward(self, x):
        return functional.relu(self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x))))) + self.short(x))


def resnet20():
    blocks, a = [], 16
    for b, stride in [(16, 1), (32, 2), (64, 2)]:
        for i in range(3):
            blocks.append(Block(a, b, stride if i == 0 else 1))
            a = b
    stem = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class Decoder(nn.Module):
    def __init__(self, vocabulary, context, width, heads, blocks):
        super().__init__()
        self.token = nn.Embedding(vocabulary, width)
        self.position = nn.Embedding(context, width)
        for table in (self.token, self.position):
            nn.init.normal_(table.weight, std=0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(width, heads, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True)
            for _ in range(blocks)
        )
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)
        self.register_buffer("mask", torch.full((context, context), -math.inf).triu(1))

    def forward(self, x):
        y = self.token(x) + self.position.weight
        for block in self.blocks:
            y = block(y, self.mask)
        return self.head(self.norm(y)).flatten(0, 1)


def residual(scores, targets):
    return (scores - targets).norm()


def entropy(scores, targets):
    return functional.cross_entropy(scores, targets.long().flatten())


def network(name):
    """The network, its loss, and what makes its rule of its parameters."""
    if name.startswith("nero-"):
        width = int(name.split("-")[1])
        return perceptron([784] + [width] * 6 + [1], False, ScaledRelu), residual, Nero
    momentum = lambda parameters: torch.optim.SGD(parameters, 0.01, 0.9)
    adam = lambda parameters: torch.optim.Adam(parameters, 0.001)
    if name == "adam-mlp":
        return perceptron([784, 1024, 1024, 10], True, nn.ReLU), entropy, adam
    if name == "fashion-mlp":
        return perceptron([784, 256, 128, 10], True, nn.ReLU), entropy, adam
    if name == "fashion-cnn":
        return convolutions([1, 16, 32], 28, 10), entropy, adam
    if name == "cnn":
        return convolutions([3, 16, 32, 64], 32, 10), entropy, momentum
    if name == "resnet20":
        return resnet20(), entropy, momentum
    return Decoder(65, 64, 128, 4, 2), entropy, adam


def setup(name, batch, inputs, targets, weights, shape):
    """Files of float64; images come channels last. Answers the loss of the first batch before any step and
    after some on this batch."""
    x = torch.from_numpy(numpy.fromfile(inputs)).float().reshape(shape)
    if len(shape) == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    y = torch.from_numpy(numpy.fromfile(targets)).float().reshape(shape[0], -1)
    net, loss, rule = network(name)
    if name == "transformer":
        x = x.long()
    else:
        numbers = torch.from_numpy(numpy.fromfile(weights)).float()
        with torch.no_grad():
            for p in net.parameters():
                p.copy_(numbers[: p.numel()].reshape(p.shape))
                numbers = numbers[p.numel() :]
    state.update(net=net, loss=loss, rule=rule(net.parameters()), x=x, y=y, batch=batch, at=0)
    first = evaluated(x[:batch], y[:batch])
    for _ in range(STEPS):
        learn(x[:batch], y[:batch])
    later = evaluated(x[:batch], y[:batch])
    best = None
    for threads in (1, 2):
        torch.set_num_threads(threads)
        seconds = []
        for _ in range(8):
            before = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - before)
        best = min(best or (math.inf, 0), (min(seconds), threads))
    torch.set_num_threads(best[1])
    return first, later


def evaluated(x, y):
    net = state["net"].eval()  # a batch normalisation then takes its running statistics, as the other side does
    with torch.no_grad():
        loss = state["loss"](net(x), y).item()
    net.train()
    return loss


def learn(x, y):
    state["rule"].zero_grad(set_to_none=True)
    state["loss"](state["net"](x), y).backward()
    state["rule"].step()


def step():
    at, batch, x = state["at"], state["batch"], state["x"]
    learn(x[at : at + batch], state["y"][at : at + batch])
    state["at"] = at + batch if at + 2 * batch <= len(x) else 0


def epoch():
    order = torch.randperm(len(state["x"]))
    for part in order.split(state["batch"]):
        learn(state["x"][part], state["y"][part])

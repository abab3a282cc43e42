# The other side of `orthant bench kernel`, `train` and `rules`: reads commands from standard input, answers each with one line.
#   threads N
#   inputs FILE COUNT WIDTH       float64, row-major
#   kernel DEPTH                  NNGP and NTK of the inputs, float64; keeps them
#   sample I J I J ...            NNGP and NTK at these places
#   exponent FILE SIZE            the matrix M of the estimator, float64
#   estimate COUNT                log mean exp(-z'Mz/2) over COUNT half-normal z of SIZE numbers, float32
#   weigh FILE COUNT              the same for the z in the file, float32
#   train NAME BATCH INPUTS TARGETS WEIGHTS SHAPE...   makes a network and tries 1 and 2 threads; answers its first loss
#   step                          one training step
#   epoch                         one pass over the inputs
#   rule NAME COUNT SIDE RATE SAMPLE   COUNT square matrices with gradients, and one step of the rule; answers SAMPLE weights
#   update                        one step more
import math
import sys

import numpy
import torch

import torch_training

CHUNK = 5_000_000  # numbers drawn at once: fastest of those tried

inputs = nngp = ntk = exponent = rule = None

RULES = {
    "sgd": lambda weights, rate: torch.optim.SGD(weights, rate),
    "momentum": lambda weights, rate: torch.optim.SGD(weights, rate, momentum=0.9),
    "adam": lambda weights, rate: torch.optim.Adam(weights, rate),
    "adamw": lambda weights, rate: torch.optim.AdamW(weights, rate),
}


def matrix(side, factor, centre):
    numbers = (torch.arange(side * side) * factor % 1000 - centre).float() / 1000
    return numbers.reshape(side, side)


def weight(side):
    parameter = torch.nn.Parameter(matrix(side, 997, 500))
    parameter.grad = matrix(side, 1009, 250)
    return parameter


def log_weights(z):
    return ((z @ exponent) * z).sum(1).mul_(-0.5)


def run(words):
    global inputs, nngp, ntk, exponent, rule
    name = words[0]
    if name == "threads":
        torch.set_num_threads(int(words[1]))
    elif name == "inputs":
        inputs = torch.from_numpy(numpy.fromfile(words[1])).reshape(int(words[2]), int(words[3]))
        nngp = ntk = None
    elif name == "kernel":
        nngp = ntk = None
        nngp = inputs @ inputs.T
        nngp /= inputs.shape[1]
        ntk = nngp.clone()
        for _ in range(int(words[1]) - 1):
            root = nngp.diagonal().sqrt()
            scale = root[:, None] * root[None, :]
            t = nngp.div_(scale).clamp_(-1, 1)
            angle = torch.acos(t).neg_().add_(math.pi)
            ntk.mul_(angle).div_(math.pi)
            sine = t.square().neg_().add_(1).sqrt_()
            nngp = angle.mul_(t).add_(sine).mul_(scale).div_(math.pi)
            ntk += nngp
    elif name == "sample":
        rows, columns = [int(i) for i in words[1::2]], [int(j) for j in words[2::2]]
        values = torch.cat([nngp[rows, columns], ntk[rows, columns]]).tolist()
        return " ".join(repr(value) for value in values)
    elif name == "exponent":
        size = int(words[2])
        exponent = torch.from_numpy(numpy.fromfile(words[1])).reshape(size, size).float()
    elif name == "estimate":
        size, left, parts = exponent.shape[0], int(words[1]), []
        total = left
        while left > 0:
            count = min(left, max(1, CHUNK // size))
            parts.append(log_weights(torch.randn(count, size).abs_()))
            left -= count
        return repr(torch.logsumexp(torch.cat(parts).double(), 0).item() - math.log(total))
    elif name == "weigh":
        z = torch.from_numpy(numpy.fromfile(words[1])).reshape(int(words[2]), -1).float()
        return repr(torch.logsumexp(log_weights(z).double(), 0).item() - math.log(int(words[2])))
    elif name == "train":
        losses = torch_training.setup(words[1], int(words[2]), *words[3:6], [int(n) for n in words[6:]])
        return " ".join(repr(loss) for loss in losses)
    elif name == "step":
        torch_training.step()
    elif name == "epoch":
        torch_training.epoch()
    elif name == "rule":
        weights = [weight(int(words[3])) for _ in range(int(words[2]))]
        rule = RULES[words[1]](weights, float(words[4]))
        rule.step()
        return " ".join(repr(number) for number in weights[0].flatten()[: int(words[5])].tolist())
    elif name == "update":
        rule.step()
    return "done"


print("torch " + torch.__version__, flush=True)
for line in sys.stdin:
    print(run(line.split()), flush=True)

"""Writes what PyTorch's rules make of fixed gradients: python3 pytorch_trajectories.py > ../resources/dev/orthant/optimizers/pytorch.tsv

Needs PyTorch 1.12 or later. One line per rule and number of steps: name, steps, then ten weights in float64.
Weight i begins as 0.1 (i + 1) (-1)^i; gradient i at step t = 0, 1, ... is (0.1 + 0.05 i) sin(0.7 i + 0.3 t).
"""

import math

import torch

RULES = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "sgd everything": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, dampening=0.3, weight_decay=0.02),
    "sgd nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.02, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adam penalty": lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.03),
    "amsgrad": lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.9), amsgrad=True),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.95),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1, lr_decay=0.02, initial_accumulator_value=0.01),
}

for name, rule in RULES.items():
    weights = torch.tensor([0.1 * (i + 1) * (-1) ** i for i in range(10)], dtype=torch.float64, requires_grad=True)
    optimizer = rule([weights])
    for step in range(50):
        weights.grad = torch.tensor(
            [(0.1 + 0.05 * i) * math.sin(0.7 * i + 0.3 * step) for i in range(10)], dtype=torch.float64
        )
        optimizer.step()
        if step + 1 in (1, 2, 10, 50):
            print(name, step + 1, *(repr(x) for x in weights.tolist()), sep="\t")

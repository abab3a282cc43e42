"""Writes what PyTorch makes of a multilayer perceptron and of a transformer block:

    python3 golden_sequence.py > ../resources/golden/sequence.tsv

Needs PyTorch 1.13 or later (Debian's python3-torch). Computed in float64. One line per tensor: the network, what it is
(`weight NAME`, `gradient NAME`, `inputs`, `targets`, `scores`, `losses`), its shape, its numbers. The losses are those
before each of 20 steps of plain gradient descent.
"""

import torch
from torch import nn

STEPS = 20


def line(network, what, tensor):
    shape = ",".join(str(n) for n in tensor.shape)
    numbers = " ".join(f"{x:.9g}" for x in tensor.detach().flatten().tolist())
    print(network, what, shape, numbers, sep="\t")


def write(name, network, forward, inputs, targets, loss_of, rate):
    line(name, "inputs", inputs)
    line(name, "targets", targets)
    for key, value in network.state_dict().items():
        line(name, f"weight {key}", value)
    losses = []
    for step in range(STEPS):
        network.zero_grad()
        scores = forward(inputs)
        loss = loss_of(scores, targets)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            line(name, "scores", scores)
            for key, value in network.named_parameters():
                line(name, f"gradient {key}", value.grad)
        with torch.no_grad():
            for value in network.parameters():
                value -= rate * value.grad
    line(name, "losses", torch.tensor(losses))


torch.set_default_dtype(torch.float64)
torch.manual_seed(20261121)


def rounded(network):
    """Weights that float32 holds exactly, so that both sides begin with the same numbers."""
    with torch.no_grad():
        for value in network.parameters():
            value.copy_((value + 0.1 * torch.randn_like(value)).float().double())
    return network


perceptron = rounded(nn.Sequential(nn.Linear(6, 9), nn.GELU(), nn.Linear(9, 7), nn.Tanh(), nn.Linear(7, 4)))
x = torch.randn(10, 6).float().double()
labels = torch.randint(4, (10,))
write("mlp", perceptron, perceptron, x, labels, nn.CrossEntropyLoss(label_smoothing=0.1), 0.5)

width, time = 8, 5
block = rounded(
    nn.TransformerEncoderLayer(
        width, 2, dim_feedforward=16, dropout=0, activation="gelu", batch_first=True, norm_first=True
    )
)
mask = torch.triu(torch.full((time, time), float("-inf")), diagonal=1)
x = torch.randn(3, time, width).float().double()
y = torch.randn(3, time, width).float().double()
write("block", block, lambda inputs: block(inputs, src_mask=mask), x, y, nn.MSELoss(), 0.2)

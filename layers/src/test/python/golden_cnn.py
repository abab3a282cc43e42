"""Writes what PyTorch makes of narrow convolutional networks: python3 golden_cnn.py ../resources/golden

Needs PyTorch 1.12 or later. Writes lenet, vgg11 and resnet20 .safetensors, each at most 200 kB. Everything is computed in
float64 from weights that are float32 numbers, so that only the other side rounds. A file holds

    state.NAME          the state dict before training, under PyTorch's names
    scores.predict      scores before training, in evaluation mode
    scores.train        scores of the first training pass
    gradient.NAME       of the mean cross entropy in the first training pass
    losses              of 20 steps of SGD on the same batch, before each step
    scores.after        scores after the steps, in evaluation mode

Seed and rate of the ResNet were chosen among a few so that its trajectory is stable: weights that differ by 1e-7 give
losses that differ by 3e-7. With most others some rectifier's input passes 0 on the way, and the float32 losses of
PyTorch itself leave the float64 ones by some per cent.

Image n has sin(0.1 (n + 1) (y + 1) + 0.2 (c + 1) x + n) in channel c of the pixel in row y, column x, and the label
7 n mod 10.
"""

import json
import math
import struct
import sys

import torch
from torch import nn

STEPS = 20
OUTPUTS = 10


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 5, padding=2)
        self.conv2 = nn.Conv2d(8, 16, 5)
        self.fc1 = nn.Linear(400, 24)
        self.fc2 = nn.Linear(24, 20)
        self.fc3 = nn.Linear(20, OUTPUTS)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = torch.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = torch.relu(self.fc1(torch.flatten(x, 1)))
        return self.fc3(torch.relu(self.fc2(x)))


class Vgg11(nn.Module):
    def __init__(self, width):
        super().__init__()
        layers, channels = [], 3
        for multiple in (1, 0, 2, 0, 4, 4, 0, 8, 8, 0, 8, 8, 0):
            if multiple == 0:
                layers.append(nn.MaxPool2d(2))
            else:
                layers += [nn.Conv2d(channels, multiple * width, 3, padding=1), nn.ReLU()]
                channels = multiple * width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(channels, OUTPUTS)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


class Block(nn.Module):
    def __init__(self, before, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = nn.Sequential()
        if stride > 1 or before != channels:
            self.downsample = nn.Sequential(
                nn.Conv2d(before, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.downsample(x))


class ResNet20(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        before = width
        for stage in range(3):
            channels, blocks = width << stage, []
            for block in range(3):
                blocks.append(Block(before, channels, 2 if stage > 0 and block == 0 else 1))
                before = channels
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(before, OUTPUTS)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


def images(count, size, channels):
    batch = torch.zeros(count, channels, size, size)
    for n in range(count):
        for c in range(channels):
            for y in range(size):
                for x in range(size):
                    batch[n, c, y, x] = math.sin(0.1 * (n + 1) * (y + 1) + 0.2 * (c + 1) * x + n)
    return batch.double()  # numbers of float32


def save(path, tensors):
    """The safetensors format: length of the header, JSON header, little-endian numbers."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        if tensor.dtype == torch.int64:
            kind, numbers = "I64", struct.pack(f"<{tensor.numel()}q", *tensor.flatten().tolist())
        else:
            kind, numbers = "F32", struct.pack(f"<{tensor.numel()}f", *tensor.flatten().tolist())
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(numbers)],
        }
        data += numbers
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def golden(path, network, batch, rate):
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    for module in network.modules():  # scores that depend on the images, and gains unlike those at the beginning
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.9, 1.1)
            nn.init.uniform_(module.bias, -0.1, 0.1)
    for module in norms:
        nn.init.uniform_(module.running_mean, -0.5, 0.5)
        nn.init.uniform_(module.running_var, 0.5, 1.5)
    network.double()
    labels = torch.tensor([7 * n % OUTPUTS for n in range(len(batch))])
    tensors = {"state." + name: tensor.clone() for name, tensor in network.state_dict().items()}
    network.eval()
    tensors["scores.predict"] = network(batch).detach()
    network.train()
    losses = []
    for step in range(STEPS):
        scores = network(batch)
        loss = nn.functional.cross_entropy(scores, labels)
        losses.append(loss.item())
        network.zero_grad()
        loss.backward()
        if step == 0:
            tensors["scores.train"] = scores.detach()
            for name, weight in network.named_parameters():
                tensors["gradient." + name] = weight.grad.clone()
        with torch.no_grad():
            for weight in network.parameters():
                weight -= rate * weight.grad
    tensors["losses"] = torch.tensor(losses)
    network.eval()
    tensors["scores.after"] = network(batch).detach()
    save(path, tensors)
    print(path, losses[0], losses[-1])


folder = sys.argv[1]
torch.manual_seed(1)
golden(folder + "/lenet.safetensors", LeNet(), images(6, 28, 1), 0.05)
torch.manual_seed(1)
golden(folder + "/vgg11.safetensors", Vgg11(3), images(6, 32, 3), 0.05)
torch.manual_seed(1)
golden(folder + "/resnet20.safetensors", ResNet20(4), images(6, 16, 3), 0.01)

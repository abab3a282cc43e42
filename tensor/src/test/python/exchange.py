"""Exchanges files with Orthant, through NumPy's own readers and writers and PyTorch's tensors.

    python3 exchange.py exchange FOLDER  reads what Orthant wrote, with an error if a number differs, and writes files
                                         that Orthant must read
    python3 exchange.py mlp FILE         a network of PyTorch with an input and its output, as safetensors

The numbers are element i of an array = (i - 5) / 4 (whole where the type is an integer), so that both sides know them.
The safetensors package is not used: the format is written here from its description.
"""
import json
import struct
import sys
import warnings

import numpy as np
import torch

warnings.filterwarnings("ignore")

TORCH_TYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
    "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}


def numbers(shape):
    return (torch.arange(int(np.prod(shape)), dtype=torch.float64) - 5).reshape(shape) / 4


def to_bytes(tensor):
    if tensor.dtype == torch.bfloat16:  # NumPy has no such type
        return tensor.contiguous().view(torch.int16).numpy().tobytes()
    return tensor.contiguous().numpy().tobytes()


def write_safetensors(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        dtype = next(name for name, kind in TORCH_TYPES.items() if kind == tensor.dtype)
        content = to_bytes(tensor)
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    content = open(path, "rb").read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    data, tensors = bytearray(content[8 + length :]), {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            kind = TORCH_TYPES[entry["dtype"]]
            tensor = torch.frombuffer(data[begin:end], dtype=kind) if end > begin else torch.empty(0, dtype=kind)
            tensors[name] = tensor.reshape(entry["shape"])
    return tensors, header.get("__metadata__", {})


def write(folder):
    tensors = {name: numbers((3, 4)).to(kind) for name, kind in TORCH_TYPES.items() if name not in ("U8", "BOOL")}
    tensors["U8"] = (torch.arange(12) * 20).to(torch.uint8).reshape(3, 4)
    tensors["BOOL"] = (torch.arange(12) % 2 == 1).reshape(3, 4)
    tensors["1.num_batches_tracked"] = torch.tensor(7)
    write_safetensors(folder + "/torch.safetensors", tensors, {"format": "pt"})
    arrays = {kind: numbers((2, 3, 4)).numpy().astype(kind) for kind in ("f8", "f4", "f2", "i8", "i4", "i2", "i1")}
    arrays["big"] = arrays["f8"].astype(">f8")
    arrays["fortran"] = np.asfortranarray(arrays["f4"])
    arrays["scalar"] = np.float32(1.5)
    np.savez(folder + "/stored.npz", **arrays)
    np.savez_compressed(folder + "/packed.npz", **arrays)
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(folder + "/version%d.npy" % version[0], "wb") as file:
            np.lib.format.write_array(file, arrays["fortran"], version=version)


def read(folder):
    expected = numbers((2, 3, 4)).float()
    tensors, metadata = read_safetensors(folder + "/orthant.safetensors")
    assert metadata == {"by": "Orthant, \u00fc"}, metadata
    assert list(tensors) == ["0.weight", "scalar", "empty"], list(tensors)
    assert torch.equal(tensors["0.weight"], expected) and tensors["0.weight"].dtype == torch.float32
    assert tensors["scalar"].shape == () and tensors["scalar"] == 1.5 and tensors["empty"].shape == (0, 3)
    with np.load(folder + "/orthant.npz", allow_pickle=False) as arrays:
        assert sorted(arrays) == ["0.weight", "scalar"], sorted(arrays)
        assert np.array_equal(arrays["0.weight"], expected.numpy()) and arrays["scalar"].shape == ()
    assert np.array_equal(np.load(folder + "/orthant.npy", allow_pickle=False), expected.numpy())


def exchange(folder):
    read(folder)
    write(folder)


def mlp(path):
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.ReLU(), torch.nn.Linear(7, 3))
    inputs = torch.randn(4, 5)
    tensors = dict(network.state_dict())
    tensors["inputs"], tensors["outputs"] = inputs, network(inputs).detach()
    write_safetensors(path, tensors, {"torch": torch.__version__})


{"exchange": exchange, "mlp": mlp}[sys.argv[1]](sys.argv[2])

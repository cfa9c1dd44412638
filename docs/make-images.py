"""Writes small files in the formats of CIFAR-10, SVHN and Tiny ImageNet, for trying what reads them.

    python3 docs/make-images.py DIR

A class tells where an image is bright, and in which colour; the rest is noise.
"""
import os
import random
import struct
import sys


def image(label, side, patch, columns):
    """Bytes of red, green and blue planes, row by row."""
    pixels = [random.randrange(60) for _ in range(3 * side * side)]
    row = (side - patch) * (label // columns % columns) // (columns - 1)
    column = (side - patch) * (label % columns) // (columns - 1)
    plane = label % 3
    for y in range(patch):
        for x in range(patch):
            pixels[plane * side * side + (row + y) * side + column + x] = 200
    return bytes(pixels)


def cifar10(folder):
    os.makedirs(folder, exist_ok=True)
    for name in [f"data_batch_{k}" for k in range(1, 6)] + ["test_batch"]:
        with open(f"{folder}/{name}.bin", "wb") as file:
            for k in range(64):
                file.write(bytes([k % 10]) + image(k % 10, 32, 8, 4))


def svhn(folder):
    def element(kind, data):
        return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)

    def matrix(name, extents, data):
        body = element(6, struct.pack("<II", 9, 0))  # uint8
        body += element(5, struct.pack(f"<{len(extents)}i", *extents))
        return element(14, body + element(1, name) + element(2, data))

    os.makedirs(folder, exist_ok=True)
    for part, count in (("train", 320), ("test", 80)):
        labels = bytes(k % 10 + 1 for k in range(count))  # 10 is the digit 0
        pixels = bytearray()
        for label in labels:
            planes = image(label - 1, 32, 8, 4)
            for plane in range(3):  # column by column, as MATLAB has them
                for x in range(32):
                    pixels += bytes(planes[1024 * plane + 32 * y + x] for y in range(32))
        with open(f"{folder}/{part}_32x32.mat", "wb") as file:
            file.write(b"MATLAB 5.0 MAT-file, made".ljust(124) + struct.pack("<HH", 0x0100, 0x4D49))
            file.write(matrix(b"X", (32, 32, 3, count), bytes(pixels)) + matrix(b"y", (count, 1), labels))


def tiny_imagenet(folder, images=10):
    names = [f"n{k:08}" for k in range(200)]

    def write(path, label):
        planes = image(label, 64, 12, 15)
        with open(path, "wb") as file:
            file.write(b"P6 64 64 255\n")
            file.write(bytes(planes[4096 * plane + k] for k in range(4096) for plane in range(3)))

    os.makedirs(f"{folder}/val/images", exist_ok=True)
    with open(f"{folder}/val/val_annotations.txt", "w") as file:
        for label, name in enumerate(names):
            os.makedirs(f"{folder}/train/{name}/images", exist_ok=True)
            for k in range(images):
                write(f"{folder}/train/{name}/images/{name}_{k}.ppm", label)
            write(f"{folder}/val/images/val_{label}.ppm", label)
            file.write(f"val_{label}.ppm\t{name}\t0\t0\t62\t62\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    random.seed(0)
    cifar10(f"{sys.argv[1]}/cifar10")
    svhn(f"{sys.argv[1]}/svhn")
    tiny_imagenet(f"{sys.argv[1]}/tiny-imagenet")

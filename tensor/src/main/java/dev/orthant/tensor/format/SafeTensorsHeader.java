package dev.orthant.tensor.format;

import dev.orthant.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON header of a safetensors file: where each tensor is.
///
///     {"__metadata__": {"key": "value", …},                                 optional, strings only
///      "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},  offsets behind the header, end exclusive
///      …}
///
/// Nothing else is allowed: no other key, no gap between tensors and no overlap, no name twice.
///
/// @param metadata key to value
/// @param entries  in the order of the header
record SafeTensorsHeader(Map<String, String> metadata, List<Entry> entries) {
    static final String METADATA = "__metadata__";

    /// More metadata than anyone writes, few enough that their objects stay small beside the file.
    private static final int MOST_METADATA = 4_096;

    private static final int MOST_AXES = 64;
    private static final int USUAL_AXES = 4; // there may be many arrays: no more room for each than it needs
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /// @param headerOffset where the entry begins in the file, for messages
    /// @param begin        of its bytes, counted from the end of the header
    /// @param end          exclusive
    record Entry(String name, ElementType type, Shape shape, long headerOffset, long begin, long end) {}

    /// @param dataBytes bytes of the file behind the header
    static SafeTensorsHeader parse(String file, JsonText json, long dataBytes) throws FormatException {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        boolean metadataSeen = false;
        json.take('{');
        for (boolean first = true; json.hasNext(first, '}'); first = false) {
            long offset = json.offset();
            String name = json.string();
            json.take(':');
            if (!name.equals(METADATA)) {
                entries.add(entry(file, name, offset, json));
            } else if (metadataSeen) {
                throw new FormatException(file, offset, "one " + METADATA, "another");
            } else {
                metadataSeen = true;
                metadata(file, json, metadata);
            }
        }
        json.end();
        requireDistinct(file, entries);
        requireFilled(file, entries, dataBytes);
        return new SafeTensorsHeader(metadata, entries);
    }

    private static void metadata(String file, JsonText json, Map<String, String> metadata) throws FormatException {
        json.take('{');
        for (boolean first = true; json.hasNext(first, '}'); first = false) {
            long offset = json.offset();
            String key = json.string();
            json.take(':');
            if (metadata.put(key, json.string()) != null || metadata.size() > MOST_METADATA) {
                throw new FormatException(
                        file, offset, "at most " + MOST_METADATA + " keys, each once", "the key " + key);
            }
        }
    }

    private static Entry entry(String file, String name, long offset, JsonText json) throws FormatException {
        ElementType type = null;
        Shape shape = null;
        long[] range = null;
        json.take('{');
        for (boolean first = true; json.hasNext(first, '}'); first = false) {
            long keyOffset = json.offset();
            String key = json.string();
            json.take(':');
            if (key.equals("dtype") && type == null) {
                type = type(file, name, json);
            } else if (key.equals("shape") && shape == null) {
                shape = shape(file, name, json);
            } else if (key.equals("data_offsets") && range == null) {
                range = range(json);
            } else {
                throw new FormatException(file, keyOffset, "dtype, shape and data_offsets, each once", key);
            }
        }
        if (type == null || shape == null || range == null) {
            throw new FormatException(file, offset, "dtype, shape and data_offsets of " + name, "not all of them");
        }
        long required = (long) shape.size() * type.bytes();
        if (range[0] > range[1] || range[1] - range[0] != required) {
            throw new FormatException(
                    file,
                    offset,
                    required + " bytes for " + name + ", which is " + type + " " + shape,
                    "data_offsets " + Arrays.toString(range));
        }
        return new Entry(name, type, shape, offset, range[0], range[1]);
    }

    private static ElementType type(String file, String name, JsonText json) throws FormatException {
        long offset = json.offset();
        String dtype = json.string();
        return ElementType.ofSafeTensors(dtype)
                .orElseThrow(() -> new FormatException(
                        file,
                        offset,
                        "a type among " + Arrays.toString(ElementType.values()),
                        dtype + " for " + name + "; save it as one of those"));
    }

    private static Shape shape(String file, String name, JsonText json) throws FormatException {
        long offset = json.offset();
        int[] axes = new int[USUAL_AXES];
        int rank = 0;
        long size = 1;
        boolean empty = false;
        json.take('[');
        for (boolean first = true; json.hasNext(first, ']'); first = false) {
            long axis = json.wholeNumber();
            if (rank == MOST_AXES || axis > LARGEST_ARRAY) {
                throw new FormatException(
                        file, offset, "at most " + MOST_AXES + " axes of at most " + LARGEST_ARRAY, "more for " + name);
            }
            axes = rank < axes.length ? axes : Arrays.copyOf(axes, MOST_AXES);
            axes[rank++] = (int) axis;
            empty |= axis == 0;
            size = axis == 0 ? size : size > LARGEST_ARRAY ? size : size * axis;
        }
        int[] shape = Arrays.copyOf(axes, rank);
        if (!empty && size > LARGEST_ARRAY) {
            throw new FormatException(
                    file,
                    offset,
                    "at most " + LARGEST_ARRAY + " elements, the most a Java array holds",
                    name + " of shape " + Arrays.toString(shape) + "; split it before saving");
        }
        return Shape.of(shape);
    }

    private static long[] range(JsonText json) throws FormatException {
        json.take('[');
        long begin = json.wholeNumber();
        json.take(',');
        long end = json.wholeNumber();
        json.take(']');
        return new long[] {begin, end};
    }

    private static void requireDistinct(String file, List<Entry> entries) throws FormatException {
        List<Entry> byName = new ArrayList<>(entries);
        byName.sort(Comparator.comparing(Entry::name));
        for (int i = 1; i < byName.size(); i++) {
            if (byName.get(i).name().equals(byName.get(i - 1).name())) {
                throw new FormatException(
                        file,
                        byName.get(i).headerOffset(),
                        "every name once",
                        "another " + byName.get(i).name());
            }
        }
    }

    /// Sorted by place, each tensor begins where the one before ends, and the last ends with the file.
    private static void requireFilled(String file, List<Entry> entries, long dataBytes) throws FormatException {
        List<Entry> byPlace = new ArrayList<>(entries);
        byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : byPlace) {
            if (entry.begin() != end || entry.end() > dataBytes) {
                throw new FormatException(
                        file,
                        entry.headerOffset(),
                        "tensors one behind the other within " + dataBytes + " bytes: the next begins at " + end,
                        entry.name() + " at " + entry.begin() + " to " + entry.end()
                                + (entry.end() > dataBytes ? "; is the file cut short?" : ""));
            }
            end = entry.end();
        }
        if (end != dataBytes) {
            throw new FormatException(
                    file, 0, end + " bytes behind the header, as the tensors need", dataBytes + " bytes");
        }
    }
}

package dev.orthant.experiments.cli;

import dev.orthant.datasets.Split;
import dev.orthant.datasets.catalogue.DataLocations;
import dev.orthant.datasets.catalogue.Datasets;
import dev.orthant.experiments.BadInput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The data sets that this machine has. Whatever is wrong with one of them is bad input, told in one line.
///
/// @param locations where they are looked for
record DataShelf(DataLocations locations) {
    static DataShelf ofEnvironment() {
        return new DataShelf(DataLocations.ofEnvironment());
    }

    Split load(String name) {
        try {
            return Datasets.load(name, locations);
        } catch (IOException | IllegalArgumentException wrong) {
            throw new BadInput(String.valueOf(wrong.getMessage()));
        }
    }

    /// Name and place of every data set.
    Map<String, String> describe() {
        Map<String, String> places = new LinkedHashMap<>();
        for (List<String> names : List.of(Datasets.names(), Datasets.textNames())) {
            names.forEach(
                    name -> places.put(name, Datasets.where(name, locations).describe()));
        }
        return places;
    }
}

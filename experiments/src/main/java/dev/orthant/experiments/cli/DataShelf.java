package dev.orthant.experiments.cli;

import dev.orthant.datasets.Split;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.experiments.BadInput;
import java.util.LinkedHashMap;
import java.util.Map;

/// The data sets that this machine has.
final class DataShelf {
    static DataShelf ofEnvironment() {
        return new DataShelf();
    }

    Split load(String name) {
        if (name.equals("digits")) {
            return Digits.split();
        }
        throw new BadInput("data: there is no data set " + name);
    }

    Map<String, String> describe() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("digits", "bundled");
        return places;
    }
}

package io.writeback.sandbox.dataworld;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The fixed datasets at every start. */
final class DemoDatasets {
  private static final Instant CREATED = Instant.parse("2026-01-05T06:00:00Z");
  private static final int REGIONS = 9;
  private static final String CSV = "region,revenue\nnorth,1250.50\nsouth,980.00\n";

  private final Datasets datasets;
  private final FileBodies bodies;

  DemoDatasets(Datasets datasets, FileBodies bodies) {
    this.datasets = datasets;
    this.bodies = bodies;
  }

  /**
   * Two of the caller; eleven of an organization, which is more than one page; one that is hidden.
   */
  void put() throws IOException {
    putFile(add(Datasets.USER, "sales-data", "Sales data", AccessLevel.ADMIN), "sales.csv");
    add(Datasets.USER, "scratch", "Scratch", AccessLevel.ADMIN);
    putFile(add("acme", "sales-data", "Sales data of Acme", AccessLevel.WRITE), "sales.csv");
    putFile(add("acme", "reference-data", "Reference data", AccessLevel.READ), "regions.csv");
    for (int region = 1; region <= REGIONS; region++) {
      add("acme", "region-0" + region, "Region " + region, AccessLevel.WRITE);
    }
    add("acme", "catalogue-only", "Catalogue only", AccessLevel.DISCOVER);
    add("acme", "board-papers", "Board papers", AccessLevel.NONE);
  }

  private Dataset add(String owner, String id, String title, AccessLevel access) {
    Dataset dataset = new Dataset(new DatasetKey(owner, id), title, access, CREATED);
    datasets.add(dataset);
    return dataset;
  }

  private void putFile(Dataset dataset, String name) throws IOException {
    byte[] csv = CSV.getBytes(StandardCharsets.UTF_8);
    try {
      dataset.put(name, bodies.take(new ByteArrayInputStream(csv), csv.length), CREATED);
    } catch (DataWorldRefusal e) {
      throw new IllegalStateException(e);
    }
  }
}

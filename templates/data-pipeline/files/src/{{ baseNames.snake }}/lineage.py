"""A run as an OpenLineage event, which catalogs of data read: what came of what, and how it was checked."""

from typing import Any

from .records import Run

_SPEC = "https://openlineage.io/spec"
_EVENTS = {"staging": "RUNNING", "published": "RUNNING", "complete": "COMPLETE", "failed": "FAIL"}


def event(run: Run, *, namespace: str, job: str) -> dict[str, Any]:
    """The run event (specification 2-0-2) for the state that the run is in."""
    producer = f"https://heady.systems/{namespace}/{job}"

    def dataset(name: str, kind: str, facets: dict[str, dict[str, Any]]) -> dict[str, Any]:
        common = {"_producer": producer}
        return {
            "namespace": f"{namespace}.{job}",
            "name": name,
            kind: {key: {**common, **facet} for key, facet in facets.items()},
        }

    assertions = [{"assertion": check.name, "success": check.passed} for check in run.checks]
    return {
        "eventType": _EVENTS[run.state],
        "eventTime": run.ended or run.started,
        "producer": producer,
        "schemaURL": f"{_SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": run.id},
        "job": {"namespace": namespace, "name": job},
        "inputs": [
            dataset(
                source.name,
                "inputFacets",
                {
                    "dataQualityMetrics": {
                        "_schemaURL": f"{_SPEC}/facets/1-0-2/DataQualityMetricsInputDatasetFacet.json",
                        "rowCount": source.read,
                        "columnMetrics": {},
                    },
                    "dataQualityAssertions": {
                        "_schemaURL": f"{_SPEC}/facets/1-0-1/DataQualityAssertionsDatasetFacet.json",
                        "assertions": assertions,
                    },
                },
            )
            for source in run.inputs
        ],
        "outputs": [
            dataset(
                output.name,
                "outputFacets",
                {
                    "outputStatistics": {
                        "_schemaURL": f"{_SPEC}/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json",
                        "rowCount": output.rows,
                    }
                },
            )
            for output in run.outputs
        ],
    }

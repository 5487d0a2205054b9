import type { Aggregation } from '../store/metricStore.ts';

/** What is known of a metric. */
export interface MetricDescription {
  about: string;
  unit: string;
  /** How its samples are best put together. */
  aggregation: Aggregation;
  labels: readonly string[];
}

/** Every metric that a control plane samples. */
export const METRICS = {
  heady_node_cpu_cores: {
    about: 'Processors that a node of the control plane kept busy',
    unit: 'cores',
    aggregation: 'average',
    labels: ['node'],
  },
  heady_node_memory_bytes: {
    about: 'Memory of a node of the control plane',
    unit: 'bytes',
    aggregation: 'average',
    labels: ['node'],
  },
  heady_node_event_loop_lag_seconds: {
    about: 'By how much later than due a node of the control plane did its work',
    unit: 'seconds',
    aggregation: 'max',
    labels: ['node'],
  },
  heady_host_cpu_ratio: {
    about: "Share of its processors' time that the host of a node was busy, 0 to 1",
    unit: 'ratio',
    aggregation: 'average',
    labels: ['node'],
  },
  heady_host_memory_used_bytes: {
    about: 'Memory in use on the host of a node',
    unit: 'bytes',
    aggregation: 'average',
    labels: ['node'],
  },
  heady_mcp_calls: {
    about: 'Calls of tools, reads of resources and uses of prompts, by how they ended',
    unit: 'calls',
    aggregation: 'sum',
    labels: ['node', 'what', 'outcome'],
  },
  heady_mcp_call_seconds: {
    about: 'How long they took',
    unit: 'seconds',
    aggregation: 'average',
    labels: ['node', 'what'],
  },
  heady_catalog_entries: {
    about: 'Registered manifests',
    unit: 'entries',
    aggregation: 'max',
    labels: ['kind', 'vertical'],
  },
  heady_stated_impact_value: {
    about:
      'What the outcomes that registered services state are worth, less what they say is not due to them',
    unit: 'currency',
    aggregation: 'max',
    labels: ['vertical', 'currency'],
  },
  heady_stated_investment: {
    about: 'What registered services that state outcomes say is put in',
    unit: 'currency',
    aggregation: 'max',
    labels: ['vertical', 'currency'],
  },
  heady_stated_beneficiaries: {
    about: 'People whom registered services say they reach',
    unit: 'people',
    aggregation: 'max',
    labels: ['vertical', 'currency'],
  },
  heady_stated_social_roi: {
    about:
      'Stated value for each unit of stated investment: the Social ROI as the manifests state it, not as measured',
    unit: 'ratio',
    aggregation: 'max',
    labels: ['vertical', 'currency'],
  },
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof METRICS;

/** @returns undefined for a metric that is not ours */
export function metricNamed(name: string): MetricDescription | undefined {
  return Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : undefined;
}

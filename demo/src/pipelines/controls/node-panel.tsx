import type { NodeState, NodeStats, PlanNode } from '@remotemedia/sdk/pipeline';
import { type ReactElement, useEffect, useState } from 'react';
import { Choice } from '../../codecs/parts/choice.tsx';
import { figuresOf } from '../drawing/figures.ts';
import { definitionOf } from '../lab/manifest-check.ts';
import type { PipelineLab } from '../lab/pipeline-lab.ts';
import { ParamField, type ParamValue } from './param-field.tsx';

/** What {@link NodePanel} shows. */
export interface NodePanelProps {
  /** The page's pipeline. */
  readonly lab: PipelineLab;
  /** The node. */
  readonly node: PlanNode;
  /** What it does, if it runs. */
  readonly stats: NodeStats | undefined;
}

const STATES: readonly (readonly [NodeState, string])[] = [
  ['enabled', 'works'],
  ['bypass', 'is bypassed'],
  ['disabled', 'is disabled'],
];

/** One node: what it is, what it does now, and what can be changed while it runs. */
export function NodePanel({ lab, node, stats }: NodePanelProps): ReactElement {
  const { id, type, params } = node;
  const definition = definitionOf(type);
  const [changed, setChanged] = useState<Readonly<Record<string, ParamValue>>>({});
  // Another manifest says anew what the parameters are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan's own values are what is waited for
  useEffect(() => setChanged({}), [params]);
  const { latency, rate, level } = figuresOf(stats);
  const figures = [
    ['Time', latency],
    ['Output', rate],
    ...(level === undefined ? [] : [['Level', level]]),
    ...(stats && stats.dropped > 0 ? [['Dropped', String(stats.dropped)]] : []),
    ...(stats && stats.faults > 0 ? [['Errors', String(stats.faults)]] : []),
  ];
  const change = (name: string, value: ParamValue) => {
    setChanged((before) => ({ ...before, [name]: value }));
    void lab.setParam(id, name, value);
  };
  return (
    <li className="node-panel" data-testid={`node-${id}`}>
      <h3>
        {id} <span>{type}</span>
      </h3>
      <p className="lane-reason">{definition?.about}</p>
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-figure={name}>{value}</dd>
          </div>
        ))}
      </dl>
      <fieldset className="node-params" disabled={!stats}>
        <legend className="visually-hidden">Settings of {id}</legend>
        <Choice
          label="This node"
          testId={`state-${id}`}
          value={stats?.state ?? 'enabled'}
          options={STATES}
          onChoose={(state) => void lab.setNodeState(id, state)}
        />
        {Object.entries(definition?.params ?? {}).map(([name, { schema }]) => (
          <ParamField
            key={name}
            name={name}
            schema={schema}
            value={changed[name] ?? params[name]}
            testId={`param-${id}-${name}`}
            onChange={(value) => change(name, value)}
          />
        ))}
      </fieldset>
    </li>
  );
}

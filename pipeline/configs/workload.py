"""Settings of the workload: the jobs that the campus runs, and its IT capacity."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.configs.base import Section

LatencyClass = Literal["none", "batch", "interactive"]


class Job(Section):
    """What all kinds of jobs share."""

    name: str = Field(description="Name of the job in tables", min_length=1, max_length=80)
    shiftable_share: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        description="Share of the energy that may move to other hours; carried on",
    )
    latency_class: LatencyClass = Field(default="none", description="How soon it must answer; carried on")


class TrainingJob(Job):
    """Accelerators that train around the clock, but for restarts, checkpoints and waiting."""

    kind: Literal["training"]
    chip: str = Field(default="H100-SXM", description="Accelerator, by its id in accelerators.csv")
    chips: int = Field(gt=0, le=10_000_000, description="How many accelerators")
    running_share: float = Field(
        default=0.8,
        gt=0.0,
        le=1.0,
        description="Share of the hours in which they train; 0.8 is Uptime Institute's figure for GPU"
        " servers in training. They idle in the others",
    )
    running_share_low: float = Field(
        default=0.7, gt=0.0, le=1.0, description="Lower end of that share for the draws (assumption)"
    )
    running_share_high: float = Field(
        default=0.9, gt=0.0, le=1.0, description="Upper end of that share for the draws (assumption)"
    )

    @model_validator(mode="after")
    def _ordered(self) -> TrainingJob:
        if not self.running_share_low <= self.running_share <= self.running_share_high:
            raise ValueError("running shares out of order; allowed: low <= running_share <= high")
        return self


class InferenceJob(Job):
    """Requests to a served model: energy per request by the two-stage model, over a day and a week."""

    kind: Literal["inference"]
    chip: Literal["H100-SXM", "B200-SXM"] = Field(
        default="H100-SXM", description="Accelerator; those with measured decoding"
    )
    requests_per_day: float = Field(gt=0.0, le=1e13, description="Mean number of requests per day")
    input_tokens: float = Field(default=500.0, gt=0.0, le=1e7, description="Mean tokens in a request")
    output_tokens: float = Field(default=300.0, gt=0.0, le=1e6, description="Mean tokens in an answer")
    parameters_b: float = Field(
        default=70.0, gt=0.0, le=1e5, description="Parameters of the dense model, 1e9"
    )
    bytes_per_parameter: float = Field(default=2.0, gt=0.0, le=4.0, description="Bytes per weight; 2 is bf16")
    kv_bytes_per_token: float = Field(
        default=327_680.0,
        ge=0.0,
        le=1e8,
        description="Bytes of key-value cache per token: 80 layers x 8 heads x 128 x 2 (K, V) x 2 bytes"
        " for Llama 3.1 70B",
    )
    chips_per_model: int = Field(default=4, ge=1, le=64, description="Accelerators that share one copy")
    batch: float = Field(default=64.0, ge=1.0, le=4096.0, description="Sequences decoded together")
    diurnal_amplitude: float = Field(
        default=0.3, ge=0.0, lt=1.0, description="Swing of the daily cosine about the mean (assumption)"
    )
    peak_hour: float = Field(default=15.0, ge=0.0, lt=24.0, description="Local hour of the peak (assumption)")
    weekend_factor: float = Field(
        default=0.85,
        gt=0.0,
        le=2.0,
        description="Weekend day over weekday (assumption)",
    )


class ConstantJob(Job):
    """A flat load given in megawatts, known from elsewhere."""

    kind: Literal["constant"]
    it_mw: float = Field(gt=0.0, le=1e5, description="IT power in every hour")
    relative_sd: float = Field(
        default=0.0, ge=0.0, le=1.0, description="Standard deviation of it, as a share"
    )


AnyJob = Annotated[TrainingJob | InferenceJob | ConstantJob, Field(discriminator="kind")]


class WorkloadConfig(Section):
    """The jobs of one campus and the IT capacity that its plant is sized for."""

    it_capacity_mw: float = Field(
        default=100.0, gt=0.0, le=100_000.0, description="IT power in MW that the plants are sized for"
    )
    draws: int = Field(
        default=2000, ge=100, le=1_000_000, description="Draws behind the bands of a job's energy"
    )
    seed: int = Field(default=1907, ge=0, description="Seed of the draws")
    jobs: tuple[AnyJob, ...] = Field(description="What the campus runs; their loads add up", min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> WorkloadConfig:
        names = [job.name for job in self.jobs]
        if len(set(names)) < len(names):
            raise ValueError("two jobs have one name; allowed: each name once")
        return self
